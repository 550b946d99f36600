"""Tags of story pages: pictures, woven plates, panels of other apps."""

import zlib
from typing import Any

from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ijm.contributions import story_panels as panels
from ijm.models import SiteSettings
from stories import picture as markup
from stories import structured_data
from stories.models.photo import Photo
from stories.reading import StoryPage

register = template.Library()
PLATES = 8


@register.simple_tag
def picture(photo: Photo | None, place: str) -> SafeString:
    """`{% picture edition.public_hero "card" %}`; places are in stories/picture.py."""
    return markup.picture(photo, markup.PLACES[place]) if photo else SafeString("")


@register.simple_tag
def plate(slug: str) -> SafeString:
    """The woven pattern that stands where no picture is safe; always the same one."""
    number = zlib.crc32(slug.encode()) % PLATES
    return format_html(
        '<img class="plate" src="{}" width="960" height="640" alt="" loading="lazy">',
        static(f"img/plates/plate-{number}.svg"),
    )


@register.simple_tag(takes_context=True)
def story_panels(context: dict[str, Any]) -> SafeString:
    """What other apps put under a story; nothing where it asks for nothing."""
    edition = context["page"].edition
    if edition.ask.get("none"):
        return SafeString("")
    parts = []
    for panel in sorted(panels, key=lambda each: each.order):
        values = panel.context(edition, context["request"])
        # Within this page's context, so that `site` is not asked for once more.
        with context.push(**values):  # type: ignore[attr-defined]
            parts.append(get_template(panel.template).template.render(context))  # type: ignore[attr-defined]
    return mark_safe("".join(parts))  # noqa: S308 - rendered by templates


@register.simple_tag
def news_article(page: StoryPage, site: SiteSettings) -> SafeString:
    return structured_data.news_article(page, site)
