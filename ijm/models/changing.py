"""Saving the columns that changed, and no others."""

from typing import Any

from django.db import models


class Changing(models.Model):
    """`row.change(status=…)`: a stale copy in memory never overwrites the rest."""

    class Meta:
        abstract = True

    def lock(self) -> None:
        """Hold the row until the transaction ends, and see it as it stands now."""
        rows = type(self)._default_manager.select_for_update()
        self.refresh_from_db(from_queryset=rows)

    def change(self, **columns: Any) -> None:
        for name, value in columns.items():
            setattr(self, name, value)
        self.save(update_fields=list(columns))
