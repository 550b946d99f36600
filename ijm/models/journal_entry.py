"""What a restore must not undo: noted here, and from here written outside the database.

See `ijm.journal`. No word of a person stands in it: numbers and keyed hashes only.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class JournalEntry(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    what = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
    # On disk, beside the backups; those that came back from there have both.
    written_at = models.DateTimeField(null=True)
    replayed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]
        indexes = [
            models.Index(
                fields=["at"], name="journal_to_write", condition=Q(written_at=None)
            ),
            models.Index(fields=["written_at"], name="journal_written"),
        ]

    def __str__(self) -> str:
        return self.kind
