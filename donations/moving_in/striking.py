"""Taking one person out of files from an old system that wait to be taken in."""

import json
from functools import partial

from django.db import transaction

from donations.models import GivingImport
from ijm.addresses import normalise
from ijm.striking import strike_lines


@transaction.atomic
def strike(address: str) -> int:
    """From how many files."""
    waiting = GivingImport.objects.exclude(kept_as="").select_for_update()
    is_theirs = partial(_is_of, normalise(address))
    return sum(strike_lines(file, is_theirs, "giving/rows.jsonl") for file in waiting)


def _is_of(identity: str, line: bytes) -> bool:
    """Which column holds addresses may not be known yet, so each cell is looked at."""
    cells = json.loads(line)[1]
    return any("@" in cell and normalise(cell) == identity for cell in cells)
