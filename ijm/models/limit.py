"""Counting tries in a window, so that a stranger cannot try for ever."""

from django.db import models


class Limit(models.Model):
    """One counter. The key is a keyed hash: no address is kept (see `ijm.limits`)."""

    key = models.BinaryField(primary_key=True, max_length=32)
    count = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="limit_until")]

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"
