"""What the gate is asked: may this revision be shown through this channel now?"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse

from ijm.dates import today
from stories.models.agreed import Channel
from stories.models.bridge import Bridge
from stories.models.consented import AGREED
from stories.models.enclosure import Enclosure
from stories.models.photo import Photo
from stories.models.revision import Revision
from stories.models.subject import Subject


@dataclass(frozen=True)
class Question:
    """Looks up once what several checks need."""

    revision: Revision
    channel: str
    now: datetime

    @property
    def day(self) -> date:
        """Consents and cases go by the charity's days."""
        return today(self.now)

    @cached_property
    def photos(self) -> dict[int, Photo]:
        """Those not withdrawn, by id, in their order; then those of recordings."""
        posters = (each.poster_id for each in self.enclosures.values())
        ids = [*self.revision.photo_ids, *(pk for pk in posters if pk)]
        photos = Photo.objects.present().prefetch_related(*AGREED)
        found = photos.in_bulk(ids)
        return {pk: found[pk] for pk in ids if pk in found}

    @cached_property
    def enclosures(self) -> dict[int, Enclosure]:
        """Documents and recordings not withdrawn, by id, in the order of the text."""
        ids = self.revision.enclosure_ids
        present = Enclosure.objects.present().prefetch_related(*AGREED)
        found = present.in_bulk(ids) if ids else {}
        return {pk: found[pk] for pk in ids if pk in found}

    @cached_property
    def subjects(self) -> dict[int, Subject]:
        """The protected people in its words, by id."""
        known = Subject.objects.with_consents()
        return known.in_bulk([*self.revision.appearances])

    @cached_property
    def bridge(self) -> Bridge | None:
        """What answers for this very revision for a while, on our own pages only."""
        if self.channel != Channel.WEB:
            return None
        here = Bridge.objects.in_force(self.now).filter(revision=self.revision)
        found = here.select_related("acceptance__signed_by")
        return found.order_by("-acceptance__ends_on").first()

    @property
    def story_url(self) -> str:
        """Where the words are mended."""
        return reverse("admin:stories_story_change", args=[self.revision.story_id])
