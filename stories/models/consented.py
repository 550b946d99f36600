"""Until when the people in a photo or a recording agree that it is shown.

Pages read these columns in the query that they make anyway. They follow from subjects
and consents, and are set in the transaction that changes one of those.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from ijm.dates import today
from stories.models.agreed import Answer, Channel, Use, in_enclosure, in_picture
from stories.models.recognisable import Recognisable

if TYPE_CHECKING:
    from stories.models.subject import Subject

# What `agrees_to` looks at, of the people in things.
AGREED = ("subjects__consents__photos", "subjects__consents__enclosures")
# Nobody must be asked before these are shown.
FREE = [each for each in Recognisable if each != Recognisable.SUBJECT]


def shown_at(now: datetime, column: str = "web_until") -> Q:
    """No one from a case can be recognised, or all who can agree at `now`."""
    bridged = Q(recognisable="", bridged_until__gt=now)
    answered = agreed_at(now, column)
    return answered | bridged if column == "web_until" else answered


def agreed_at(now: datetime, column: str = "web_until") -> Q:
    """Somebody answered, and nothing signed for a while stands in for it."""
    agreed = Q(recognisable=Recognisable.SUBJECT, **{f"{column}__gt": now})
    return Q(recognisable__in=FREE) | agreed


class Reconsidering:
    """A part of the querysets of photos and of enclosures."""

    prefetch_related: Any

    def reconsider(self, now: datetime) -> int:
        """Set the columns to what follows from the consents; says how many moved."""
        return sum(each.reconsider(now) for each in self.prefetch_related(*AGREED))


class Consented(models.Model):
    subjects: "models.Manager[Subject]"
    recognisable: str
    web_until: datetime | None
    pk: Any
    # Its being shown on a channel, and by what people are recognised in it.
    use: Callable[[str], Use]
    # The columns kept, and the channel that each is about.
    UNTIL: ClassVar[dict[str, Channel]]

    class Meta:
        abstract = True

    def is_agreed(self, now: datetime) -> bool:
        """Whether nobody in it would mind that a page shows it."""
        return self.is_free or holds(self.web_until, now)

    def answers(self, channel: str, day: date) -> "list[tuple[Subject, Answer]]":
        """What each who can be recognised in it says to its being shown."""
        if self.recognisable != Recognisable.SUBJECT:
            return []
        use = self.use(channel)
        return [(each, each.agrees_to(use, day)) for each in self.subjects.all()]

    def agreed_until(self, channel: str, day: date) -> datetime | None:
        """None where somebody does not agree, or nobody had to be asked."""
        return earliest(answer for _who, answer in self.answers(channel, day))

    @property
    def is_free(self) -> bool:
        return self.recognisable in FREE

    def reconsider(self, now: datetime) -> bool:
        day = today(now)
        columns = {c: self.agreed_until(ch, day) for c, ch in self.UNTIL.items()}
        if all(getattr(self, name) == until for name, until in columns.items()):
            return False
        self.change(**columns)  # type: ignore[attr-defined]
        return True


class Pictured(Consented):
    """A photo: it may also go on cards, and be public for a while unanswered."""

    social_until: datetime | None
    bridged_until: datetime | None
    UNTIL: ClassVar = {"web_until": Channel.WEB, "social_until": Channel.SOCIAL}

    class Meta:
        abstract = True

    def use(self, channel: str) -> Use:
        return in_picture(channel, self.pk)

    def is_agreed(self, now: datetime) -> bool:
        bridged = self.recognisable == "" and holds(self.bridged_until, now)
        return bridged or super().is_agreed(now)

    def may_be_shared(self, now: datetime) -> bool:
        """Whether cards of social networks may carry it."""
        return self.is_free or holds(self.social_until, now)


class Recorded(Consented):
    """A document or a recording: what it is recognised by depends on its kind."""

    known_by: list[str]
    UNTIL: ClassVar = {"web_until": Channel.WEB}

    class Meta:
        abstract = True

    def use(self, channel: str) -> Use:
        return in_enclosure(channel, self.pk, self.known_by)


def holds(until: datetime | None, now: datetime) -> bool:
    return until is not None and until > now


def earliest(answers: Iterable[Answer]) -> datetime | None:
    ends = [answer.until for answer in answers]
    return min((end for end in ends if end), default=None) if all(ends) else None
