"""Tags that any page uses: icons, money, addresses, form tokens."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ijm import form_tokens
from ijm.money import Money

register = template.Library()


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """One glyph of the sprite; always beside words, so hidden from screen readers."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        f" {extra_class}" if extra_class else "",
        static("img/icons.svg"),
        name,
    )


@register.filter
def money(amount: Money | None) -> str:
    return amount.format() if amount else ""


@register.simple_tag
def absolute_url(path: str) -> str:
    return path if "://" in path else f"{settings.SITE_URL}{path}"


@register.simple_tag
def form_token(purpose: str) -> SafeString:
    return format_html(
        '<input type="hidden" name="form_token" value="{}">', form_tokens.mint(purpose)
    )
