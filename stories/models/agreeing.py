"""Whether a consent counts, for what, and until when. Nothing here changes anything."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.dates import start_of
from stories.models.agreed import Channel, Identifies, Use

if TYPE_CHECKING:
    from stories.models.enclosure import Enclosure
    from stories.models.photo import Photo
    from stories.models.subject import Subject

SOON = timedelta(days=60)
NOT_THERE = _("The consent does not allow %s.")
OTHERS = _("The consent names other photos or recordings.")


class ConsentQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "ConsentQuerySet":
        """Handed in, and nobody has decided."""
        return self.filter(verified_at=None, refused_at=None, withdrawn_at=None)

    def verified(self) -> "ConsentQuerySet":
        return self.filter(verified_at__isnull=False, withdrawn_at=None)

    def in_force(self, today: date) -> "ConsentQuerySet":
        return self.verified().filter(lapses_on__gt=today)

    def lapsing(self, today: date) -> "ConsentQuerySet":
        """In force, but not for long."""
        return self.in_force(today).filter(lapses_on__lte=today + SOON)

    def lapsed(self, today: date) -> "ConsentQuerySet":
        return self.verified().filter(lapses_on__lte=today)

    def without_another(self, today: date) -> "ConsentQuerySet":
        """Of subjects who have none in force."""
        others = self.model.objects.in_force(today).filter(subject=OuterRef("subject"))
        return self.filter(~Exists(others))

    def ended(self) -> "ConsentQuerySet":
        """Refused or withdrawn."""
        return self.filter(Q(refused_at__isnull=False) | Q(withdrawn_at__isnull=False))


class Agreeing(models.Model):
    channels: list[str]
    identifiers: list[str]
    photos: "models.Manager[Photo]"
    enclosures: "models.Manager[Enclosure]"
    lapses_on: date
    subject: "Subject"
    verified_at: datetime | None
    refused_at: datetime | None
    withdrawn_at: datetime | None

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return not (self.verified_at or self.refused_at or self.withdrawn_at)

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None and self.withdrawn_at is None

    @property
    def is_ended(self) -> bool:
        return bool(self.refused_at or self.withdrawn_at)

    def is_in_force(self, today: date) -> bool:
        return self.is_verified and self.lapses_on > today

    def is_lapsing(self, today: date) -> bool:
        return self.is_in_force(today) and self.lapses_on <= today + SOON

    def is_lapsed(self, today: date) -> bool:
        return self.is_verified and self.lapses_on <= today

    def is_outlasted(self, today: date) -> bool:
        """Another consent allows all that this one does, and for longer."""
        others = self.subject.consents.in_force(today).filter(  # type: ignore[attr-defined]
            lapses_on__gt=self.lapses_on,
            channels__contains=self.channels,
            identifiers__contains=self.identifiers,
        )
        return any(not other.names_things for other in others)

    @property
    def channels_in_words(self) -> str:
        return ", ".join(str(Channel(each).label) for each in self.channels)

    @property
    def identifiers_in_words(self) -> str:
        labels = [str(Identifies(each).label) for each in self.identifiers]
        return ", ".join(labels) or str(_("nothing"))

    @property
    def lapses_at(self) -> datetime:
        return start_of(self.lapses_on)

    def state(self, today: date) -> str:
        """Where it stands, in words."""
        if self.withdrawn_at:
            return str(_("withdrawn"))
        if self.refused_at:
            return str(_("refused"))
        if self.is_waiting:
            return str(_("to verify"))
        if self.is_lapsed(today):
            return str(_("ended by its date"))
        soon = self.is_lapsing(today)
        return str(_("in force, ends soon")) if soon else str(_("in force"))

    def covers(self, use: Use) -> bool:
        return not self.lacks(use)

    def lacks(self, use: Use) -> str | Promise:
        """What it does not allow, as a sentence; blank where it allows the use."""
        if use.channel not in self.channels:
            return str(NOT_THERE) % Channel(use.channel).label
        for each in Identifies:
            if each in use.by and each not in self.identifiers:
                return str(NOT_THERE) % each.label
        shown = use.photo is not None or use.enclosure is not None
        if shown and self.names_things and not self._names(use):
            return OTHERS
        return ""

    @property
    def names_things(self) -> bool:
        """It is for these photos and recordings, and for no others."""
        return bool(self.photos.all() or self.enclosures.all())

    def _names(self, use: Use) -> bool:
        if use.photo is not None:
            return use.photo in {photo.pk for photo in self.photos.all()}
        return use.enclosure in {each.pk for each in self.enclosures.all()}
