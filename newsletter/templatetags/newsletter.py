"""The sign-up form at the foot of every page, at no query; and numbers to read."""

from dataclasses import dataclass
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import number_format

from ijm.kept import kept
from newsletter.models import ConsentText, Interest

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """“1,203,400”, as people read it."""
    return number_format(number, force_grouping=True)


@dataclass(frozen=True)
class Offer:
    """What one field and one button stand for."""

    words: ConsentText
    about: list[str]


@dataclass(frozen=True)
class Wording:
    texts: list[ConsentText]
    about: list[str]

    def shown_at(self, now: datetime, language: str) -> Offer:
        shown = [text for text in self.texts if text.active_from <= now]
        same_tongue = [text for text in shown if text.language == language]
        return Offer((same_tongue or shown)[0], self.about)


@register.simple_tag(takes_context=True)
def one_field_sign_up(context: template.Context) -> Offer:
    """Kept until new words or a renamed interest bump the generation."""
    language = getattr(context.get("request"), "LANGUAGE_CODE", "")
    return kept("sign-up", _keep).shown_at(timezone.now(), language)


def _keep() -> Wording:
    texts = ConsentText.objects.filter(place=ConsentText.Place.SIGN_UP)
    plain = Interest.objects.filter(needs_area=False)
    return Wording(
        texts=list(texts.order_by("-active_from", "-version")),
        about=list(plain.values_list("name", flat=True)),
    )
