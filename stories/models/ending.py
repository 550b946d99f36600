"""The two changes that an edition allows: it ends, and its words are erased."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.db import models

WORDS = (
    "title kicker dek card_summary content_note body byline how_told plain_text "
    "also_found_by".split()
)


class Ending(models.Model):
    ended_at: datetime | None
    ended_reason: str
    moved_to: str
    pk: Any

    class Meta:
        abstract = True

    def end(self, reason: str, now: datetime, moved_to: str = "") -> None:
        """Out of public sight. One of the two changes an edition allows."""
        self.ended_at, self.ended_reason, self.moved_to = now, reason, moved_to
        type(self)._default_manager.filter(pk=self.pk, ended_at=None).update(
            ended_at=now, ended_reason=reason, moved_to=moved_to
        )

    def redact(self, now: datetime) -> None:
        """Erase its words for good; the address, dates and reason stay."""
        with pgtrigger.ignore("stories.Edition:edition_frozen"):
            type(self)._default_manager.filter(pk=self.pk).update(
                **dict.fromkeys(WORDS, ""),
                case_strip=[],
                updates=[],
                links=[],
                redacted_at=now,
            )
        self.refresh_from_db()
