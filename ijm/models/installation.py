"""Which installation this database belongs to, and under which keys it was written."""

from django.db import models
from django.utils import timezone


class Installation(models.Model):
    """One row, written after the first migration; see `ijm.identity`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    made_by_mode = models.CharField(max_length=10)
    pepper_fingerprint = models.CharField(max_length=16)
    identity = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    demo_loaded_at = models.DateTimeField(null=True)
    # When the backup was taken that this database came from. While it stands, nothing
    # is sent and nothing collected; only `ijm.reopening` takes it away.
    restored_from = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="installation_is_one_row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_by_mode} since {self.created_at:%Y-%m-%d}"
