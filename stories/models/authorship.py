"""Whose story it is: who began it, handed it in, or took it over from them."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from stories.models.event import StoryEvent
from stories.models.revision import Revision

if TYPE_CHECKING:
    from ijm.models import StaffMember

AUTHORS = ("written", "submitted", "taken")
# Whom it is sent back to: the last of these.
AWAITING = ("submitted", "taken")
# What decides whether a story that was sent back still waits for its author.
AFTER_REVIEW = ("submitted", "returned", "planned", "published", "forced", "withdrawn")


class Authored:
    """A part of the queryset of stories."""

    filter: Any
    alias: Any

    def written_by(self, person: Any) -> Self:
        events = StoryEvent.objects.filter(story=OuterRef("pk"), by=person)
        return self.filter(Exists(events.filter(kind__in=AUTHORS)))

    def last_saved_by(self, person: Any) -> Self:
        """Those that they saved, the newest save of theirs first."""
        theirs = Revision.objects.filter(story=OuterRef("pk"), by=person)
        newest = Subquery(theirs.order_by("-at").values("at")[:1])
        saved = self.alias(saved_at=newest).exclude(saved_at=None)
        return saved.order_by("-saved_at", "-pk")

    def returned_to(self, person: Any) -> Self:
        """Their own that a reviewer sent back and that were not handed in since."""
        events = StoryEvent.objects.filter(story=OuterRef("pk"))
        decided = Subquery(events.filter(kind__in=AFTER_REVIEW).values("kind")[:1])
        handed_in = Subquery(events.filter(kind__in=AWAITING).values("by")[:1])
        return self.alias(decided=decided, handed_in_by=handed_in).filter(
            decided="returned", handed_in_by=person.pk
        )


class Authorship(models.Model):
    events: Any

    class Meta:
        abstract = True

    @property
    def authors(self) -> "set[StaffMember]":
        events = self.events.filter(kind__in=AUTHORS).select_related("by")
        return {event.by for event in events}
