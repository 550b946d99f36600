"""Taking one person out of files from an old system that wait to be taken in."""

import json
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from donations.models import GivingImport
from ijm.addresses import normalise


@transaction.atomic
def strike(address: str) -> int:
    """From how many files. What the worker has done already stays counted.

    Which column holds addresses may not be known yet, so each cell is looked at.
    """
    waiting = GivingImport.objects.exclude(kept_as="").select_for_update()
    return sum(_strike_from(found, normalise(address)) for found in waiting)


def _strike_from(found: GivingImport, identity: str) -> bool:
    storage, before = storages["private"], found.kept_as
    with storage.open(before) as file:
        lines = file.readlines()
    theirs = [
        any("@" in cell and normalise(cell) == identity for cell in json.loads(line)[1])
        for line in lines
    ]
    if not any(theirs):
        return False
    left = b"".join(
        line for line, is_theirs in zip(lines, theirs, strict=True) if not is_theirs
    )
    found.change(
        kept_as=storage.save("giving/rows.jsonl", ContentFile(left)),
        lines=found.lines - sum(theirs),
        done=found.done - sum(theirs[: found.done]),
    )
    transaction.on_commit(partial(storage.delete, before))
    return True
