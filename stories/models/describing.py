"""What somebody said of a photo: in words, of which kind, by whom."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def says_something(alt: str) -> None:
    """A validator: spaces, quotes and dots are no description."""
    if alt and not _says_something(alt):
        raise ValidationError(
            _("Say in words what it shows, or mark it as decorative."), code="silent"
        )


class Describing(models.Model):
    alt: str
    decorative: bool
    credit: str
    kind: str
    to_look_at: str

    class Meta:
        abstract = True

    @property
    def has_words(self) -> bool:
        """Whether somebody decided what a screen reader says."""
        return self.decorative or _says_something(self.alt)

    @property
    def is_described(self) -> bool:
        return self.has_words and bool(self.kind and self.credit)

    @property
    def is_hard_to_look_at(self) -> bool:
        return self.to_look_at == "hard"

    @property
    def credit_line(self) -> str:
        """Whose it is, and what it is not where it may be taken for more."""
        return str(CREDITS.get(self.kind, NO_KIND)) % self.credit


def _says_something(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


NEEDS_WORDS = _(
    "Pages show this photo: it needs a credit, a kind, and what it shows (or "
    "“decorative”)."
)
NO_KIND = _("Photo: %s")
CREDITS = {
    "documentary": _("Photo: %s"),
    "place": _("The place, not the people of this story. Photo: %s"),
    "actor": _("Posed by a model. Photo: %s"),
    "illustration": _("Illustration: %s"),
}
