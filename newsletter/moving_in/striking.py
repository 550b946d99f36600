"""Taking one person out of lists that lie in storage until they are taken in."""

import json
from functools import partial

from django.db import transaction

from ijm.addresses import normalise
from ijm.striking import strike_lines
from newsletter.models import ListImport


@transaction.atomic
def strike(address: str) -> int:
    """From how many lists."""
    under_way = ListImport.objects.exclude(kept_as="").select_for_update()
    is_theirs = partial(_is_of, normalise(address))
    return sum(strike_lines(file, is_theirs, "lists/list.jsonl") for file in under_way)


def _is_of(identity: str, line: bytes) -> bool:
    return normalise(json.loads(line)["address"]) == identity
