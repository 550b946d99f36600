"""The sign-up form at the foot of every page, at no query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from ijm.models import SiteSettings
from newsletter.models import ConsentText, Interest

register = template.Library()


@dataclass(frozen=True)
class Offer:
    """What one field and one button stand for."""

    words: ConsentText
    about: list[str]


@dataclass(frozen=True)
class Kept:
    texts: list[ConsentText]
    about: list[str]

    def shown_at(self, now: datetime, language: str) -> Offer:
        shown = [text for text in self.texts if text.active_from <= now]
        same_tongue = [text for text in shown if text.language == language]
        return Offer((same_tongue or shown)[0], self.about)


@register.simple_tag(takes_context=True)
def one_field_sign_up(context: template.Context) -> Offer:
    """Kept on the settings object, and so as long as those are: the next generation,

    which new words and renamed interests bump, forgets both.
    """
    site: Any = context.get("site") or SiteSettings.current()
    kept = getattr(site, "newsletter_kept", None)
    if kept is None:
        kept = site.newsletter_kept = _keep()
    language = getattr(context.get("request"), "LANGUAGE_CODE", "")
    return kept.shown_at(timezone.now(), language)


def _keep() -> Kept:
    texts = ConsentText.objects.filter(place=ConsentText.Place.SIGN_UP)
    plain = Interest.objects.filter(needs_area=False)
    return Kept(
        texts=list(texts.order_by("-active_from", "-version")),
        about=list(plain.values_list("name", flat=True)),
    )
