"""Taking one person out of lists that lie in storage until they are taken in."""

import json
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from ijm.addresses import normalise
from newsletter.models import ListImport


@transaction.atomic
def strike(address: str) -> int:
    """From how many lists. What the worker has done already stays counted."""
    under_way = ListImport.objects.exclude(kept_as="").select_for_update()
    return sum(_strike_from(found, normalise(address)) for found in under_way)


def _strike_from(found: ListImport, identity: str) -> bool:
    storage, before = storages["private"], found.kept_as
    with storage.open(before) as file:
        lines = file.readlines()
    theirs = [normalise(json.loads(line)["address"]) == identity for line in lines]
    if not any(theirs):
        return False
    left = b"".join(
        line for line, is_theirs in zip(lines, theirs, strict=True) if not is_theirs
    )
    found.change(
        kept_as=storage.save("lists/list.jsonl", ContentFile(left)),
        lines=found.lines - sum(theirs),
        done=found.done - sum(theirs[: found.done]),
    )
    transaction.on_commit(partial(storage.delete, before))
    return True
