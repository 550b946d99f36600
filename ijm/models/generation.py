"""The number that tells every process's page cache when to forget."""

from django.db import models


class Generation(models.Model):
    """One row. Bumped in the transaction of anything that public pages show."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="generation_is_one_row"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)
