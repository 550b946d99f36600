"""What differs is written down: one row for one thing, whatever becomes of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from donations.models import Difference


@dataclass(frozen=True)
class Found:
    kind: str
    ours: int | None
    theirs: int | None
    currency: str


def note(
    key: str, found: Found | None, now: datetime, processor: str, **about: Any
) -> None:
    """One row for one thing; what is no longer so is said to be gone, and stays.

    What somebody settled stays as they saw it: where it differs otherwise by now, that
    is another row, and open.
    """
    known = Difference.objects.filter(key=key).first()
    if found is None:
        if known and known.gone_at is None:
            known.change(gone_at=now)
        return
    columns = {
        "kind": found.kind,
        "ours_minor": found.ours,
        "theirs_minor": found.theirs,
        "currency": found.currency,
        "gone_at": None,
        **about,
    }
    same = known is not None and _seen(known) == found
    if known and known.settled_at and not same:
        known.change(key=f"{key}:settled:{known.pk}")
        known = None
    if known is None:
        Difference.objects.create(key=key, processor=processor, found_at=now, **columns)
    elif known.gone_at or not same:
        known.change(**columns)


def _seen(row: Difference) -> Found:
    return Found(row.kind, row.ours_minor, row.theirs_minor, row.currency)
