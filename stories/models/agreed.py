"""What a person can agree to: where they are shown, and what may identify them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    WEB = "web", _("the website")
    NEWSLETTER = "newsletter", _("the newsletter")
    SOCIAL = "social", _("social media and cards of shared links")
    PRINT = "print", _("print")


class Identifies(models.TextChoices):
    PICTURE = "picture", _("a picture they can be recognised in")
    VOICE = "voice", _("their voice")
    NAME = "name", _("their real name")
    PLACE = "place", _("the place they come from or live in")
    DETAILS = "details", _("details of what happened to them")


class Age(models.TextChoices):
    ADULT = "adult", _("an adult")
    CHILD = "child", _("a child, with a guardian")


class Recorded(models.TextChoices):
    SIGNED = "signed", _("signed by hand")
    MARKED = "marked", _("marked or printed with the thumb, before a witness")
    SPOKEN = "spoken", _("spoken, written down and read back before a witness")


class Ended(models.TextChoices):
    ASKED = "asked", _("the person, or their guardian, asked for it")
    DANGER = "danger", _("we ended it, to keep somebody safe")
    REPLACED = "replaced", _("a newer consent took its place")


@dataclass(frozen=True)
class Use:
    """One way to show somebody: where, and by what they can be recognised."""

    channel: str
    by: frozenset[str]
    photo: int | None = None
    enclosure: int | None = None


def in_picture(channel: str, photo: int) -> Use:
    return Use(channel, frozenset({Identifies.PICTURE.value}), photo)


def in_enclosure(channel: str, enclosure: int, by: Iterable[str]) -> Use:
    return Use(channel, frozenset(by), enclosure=enclosure)


@dataclass(frozen=True)
class Answer:
    """Until when somebody agrees to a use; without that, why they do not."""

    until: datetime | None = None
    code: str = ""
    why: str | Promise = ""

    @property
    def is_about_case(self) -> bool:
        """Nothing they could agree to would help."""
        return self.code in {"current_case", "recent_case"}
