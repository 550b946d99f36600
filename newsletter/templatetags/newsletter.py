"""The sign-up form at the foot of every page, at no query."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils import timezone

from ijm.models import SiteSettings
from newsletter.models import ConsentText

register = template.Library()


@register.simple_tag(takes_context=True)
def consent_words(context: template.Context) -> ConsentText:
    """The words shown now. Kept on the settings object, so as long as those are kept:

    both are forgotten by the next generation, which a new text bumps.
    """
    site: Any = context.get("site") or SiteSettings.current()
    texts = getattr(site, "newsletter_words", None)
    if texts is None:
        texts = list(_sign_up_texts())
        site.newsletter_words = texts
    language = getattr(context.get("request"), "LANGUAGE_CODE", "")
    return _shown(texts, language) or ConsentText.shown_at(timezone.now(), language)


def _sign_up_texts() -> QuerySet[ConsentText]:
    texts = ConsentText.objects.filter(place=ConsentText.Place.SIGN_UP)
    return texts.order_by("-active_from", "-version")


def _shown(texts: list[ConsentText], language: str) -> ConsentText | None:
    now = timezone.now()
    shown = [text for text in texts if text.active_from <= now]
    same_tongue = [text for text in shown if text.language == language]
    return next(iter(same_tongue or shown), None)
