"""Taking one person's lines out of a file that waits to be taken in."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction


class Waiting(Protocol):
    """A row about a private file of lines, of which the worker has done the first."""

    kept_as: str
    lines: int
    done: int

    def change(self, **columns: object) -> None: ...


def strike_lines(found: Waiting, is_theirs: Callable[[bytes], bool], name: str) -> bool:
    """Whether there were any. To be called in a transaction that holds the row.

    The file is written anew under `name`; the former one goes when that is committed.
    What the worker has done already stays counted.
    """
    storage, before = storages["private"], found.kept_as
    with storage.open(before) as file:
        lines = file.readlines()
    theirs = [is_theirs(line) for line in lines]
    if not any(theirs):
        return False
    left = [line for line, go in zip(lines, theirs, strict=True) if not go]
    found.change(
        kept_as=storage.save(name, ContentFile(b"".join(left))),
        lines=found.lines - sum(theirs),
        done=found.done - sum(theirs[: found.done]),
    )
    transaction.on_commit(partial(storage.delete, before))
    return True
