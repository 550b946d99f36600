"""What may not go out yet, and drafts that only a few may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from ijm.models import StaffMember

# Whoever holds it sees every story, so that no story can be locked away for good.
GUARD = "stories.safeguard_story"


@dataclass(frozen=True)
class Terms:
    """An embargo: until a day, until something happens, with readers named or none."""

    until: datetime | None = None
    until_event: str = ""
    readers: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.until or self.until_event or self.readers)

    def holds(self, now: datetime) -> bool:
        return bool(self.until_event or (self.until and self.until > now))

    def loosen(self, before: "Terms", now: datetime) -> bool:
        """Whether they give up some of what was kept before."""
        earlier = self.until is None or self.until < (before.until or now)
        return (
            bool(before.until and before.until > now and earlier)
            or bool(before.until_event and not self.until_event)
            or bool(before.readers and not self.readers)
        )


class Keeping:
    """A part of the queryset of stories."""

    model: Any
    all: Any
    filter: Any

    def visible_to(self, person: Any) -> Self:
        """All but those kept to named readers whom `person` is not one of.

        Everything the desk shows of stories goes through here: the list, the form,
        choosers, history, previews, counts.
        """
        if person.has_perm(GUARD):
            return self.all()
        named = self.model.readers.through.objects.filter(story=OuterRef("pk"))
        return self.filter(~Exists(named) | Exists(named.filter(staffmember=person.pk)))


class Embargo(models.Model):
    readers: "models.Manager[StaffMember]"
    embargo_until: datetime | None
    embargo_until_event: str
    events: Any
    record: Any
    pk: Any

    class Meta:
        abstract = True

    @property
    def embargo(self) -> Terms:
        readers = self.readers.values_list("pk", flat=True) if self.pk else ()
        return Terms(self.embargo_until, self.embargo_until_event, frozenset(readers))

    @property
    def is_kept_to_readers(self) -> bool:
        return self.readers.exists()

    def is_embargoed(self, now: datetime) -> bool:
        """Nobody outside may see it yet, be it as a page or by a link."""
        return Terms(self.embargo_until, self.embargo_until_event).holds(now)

    def is_visible_to(self, person: Any) -> bool:
        return (
            person.has_perm(GUARD)
            or not self.is_kept_to_readers
            or self.readers.filter(pk=person.pk).exists()
        )

    def may_be_loosened_by(self, person: "StaffMember") -> bool:
        """Not by whoever set the embargo: that takes a second person."""
        last = self.events.filter(kind="embargoed").first()
        return not (settings.TWO_PEOPLE_PUBLISH and last and last.by_id == person.pk)

    def note_embargo(self, by: "StaffMember", before: Terms, now: datetime) -> None:
        """On record, when the form has changed it."""
        if self.embargo == before:
            return
        loosened = not self.embargo or self.embargo.loosen(before, now)
        self.record("loosened" if loosened else "embargoed", by, now)

    def embargo_in_words(self) -> str:
        if self.embargo_until_event:
            words = _("There is an embargo until this happens: %s")
            return words % self.embargo_until_event
        assert self.embargo_until
        day = date_format(timezone.localtime(self.embargo_until), "DATETIME_FORMAT")
        return _("There is an embargo until %s.") % day
