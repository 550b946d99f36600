"""Which photos: what colleagues look for, and what the worker has to do."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone

from ijm.prepared import IsAmong
from stories.models.standing import Stage

# A photo whose sizes could not be made waits this long for the next try.
AGAIN_AFTER = timedelta(minutes=10)
DESCRIBED = (
    (models.Q(decorative=True) | ~models.Q(alt=""))
    & ~models.Q(kind="")
    & ~models.Q(credit="")
)
FOR_PAGES = (
    "alt caption credit kind tone files decorative recognisable web_until social_until "
    "bridged_until"
).split()


class LibraryQuerySet(models.QuerySet[Any]):
    def described(self) -> Self:
        """Those that somebody said of what they show, of which kind, and whose."""
        return self.filter(DESCRIBED)

    def among(self, ids: list[int]) -> Self:
        return self.filter(IsAmong(ids))

    def with_files_for_pages(self) -> Self:
        return self.only(*FOR_PAGES)

    def wordless(self) -> Self:
        """Present ones that somebody has still to say something of."""
        unsaid = ~DESCRIBED | models.Q(recognisable="")
        return self.filter(unsaid, withdrawn_at=None)

    def mentioning(self, words: str) -> Self:
        """Those with each of the words, or a part of one, in what was said of them."""
        found = self
        for word in words.lower().split()[:8]:
            found = found.filter(said__contains=word)
        return found

    def at(self, stage: str) -> Self:
        """Those whose `standing` is that."""
        if stage == Stage.WITHDRAWN:
            return self.exclude(withdrawn_at=None)
        present = self.filter(withdrawn_at=None)
        described = present.described()
        public = self.public(timezone.now())  # type: ignore[attr-defined]
        return {
            Stage.UNDESCRIBED: present.filter(~DESCRIBED),
            Stage.UNANSWERED: described.filter(recognisable=""),
            Stage.GUARDED: described.exclude(recognisable="").exclude(pk__in=public),
            Stage.BEING_MADE: public.filter(ready_at=None),
            Stage.READY: public.filter(ready_at__isnull=False, shown_at=None),
            Stage.SHOWN: public.filter(ready_at__isnull=False, shown_at__isnull=False),
        }[Stage(stage)]

    def unfinished(self, now: datetime) -> Self:
        """Those with sizes to be made: first what no page can do without."""
        waiting = models.Q(ready_at=None) | models.Q(shown_at__isnull=False)
        failed_lately = models.Q(failed_at__gt=now - AGAIN_AFTER)
        return (
            self.filter(waiting, rendered_at=None, withdrawn_at=None)
            .exclude(failed_lately)
            .order_by(models.F("ready_at").asc(nulls_first=True), "-received_at")
        )
