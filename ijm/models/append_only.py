"""Rows that are written once: history, evidence, books."""

from typing import Any

import pgtrigger
from django.db import models


class AlreadyWritten(Exception):
    """An append-only row was to be saved or deleted again; write a new row instead."""


def append_only_triggers(table: str) -> list[pgtrigger.Trigger]:
    """For `Meta.triggers`: PostgreSQL refuses what a shell or a query would try.

    Only erasure may lift them, by `pgtrigger.ignore`. `table` prefixes the names.
    """
    return [
        pgtrigger.Protect(
            name=f"{table}_append_only", operation=pgtrigger.Update | pgtrigger.Delete
        ),
        # Protect knows no TRUNCATE: it looks for rows, and there are none to see.
        pgtrigger.Trigger(
            name=f"{table}_never_emptied",
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            func="RAISE EXCEPTION 'Rows of % are history.', TG_TABLE_NAME;",
        ),
    ]


class AppendOnly(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AlreadyWritten(f"{self._meta.verbose_name} {self.pk} is history.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AlreadyWritten(f"{self._meta.verbose_name} {self.pk} is history.")
