"""Where a word about somebody may lie: what is logged, the files, the whole dump."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from ijm.backups.programs import database, running
from ijm.log_lines import JsonLine


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Everything that any logger is told, however loud it is set."""
    yield from _heard(logging.Formatter())


@pytest.fixture
def log_lines() -> Iterator[list[str]]:
    """The same, as the house writes it."""
    yield from _heard(JsonLine())


def _heard(written: logging.Formatter) -> Iterator[list[str]]:
    said: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(written.format(record))

    names = ("django", "ijm", "stories", "newsletter", "donations", "stripe")
    keeper, root = Keeper(), logging.getLogger()
    loud = [root, *map(logging.getLogger, names)]
    before = [each.level for each in loud]
    for each in loud:
        each.addHandler(keeper)
        each.setLevel(logging.INFO)
    yield said
    for each, level in zip(loud, before, strict=True):
        each.removeHandler(keeper)
        each.setLevel(level)


def files() -> dict[str, bytes]:
    """Each file of the house (media, lists, mail in folders), and its name."""
    folder = Path(settings.DATA_DIR)
    kept = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"static", "pg"} & set(path.parts)
    }
    return {**kept, **{f"name of {name}": name.encode() for name in kept}}


def dump() -> dict[str, bytes]:
    """What `pg_dump` writes of the database, by table. Only what is committed."""
    words = ("--data-only", "--no-owner", *database())
    with running("pg_dump", *words, stdout=-1) as program:
        assert program.stdout
        whole = program.stdout.read()
    tables = whole.split(b"\nCOPY public.")[1:]
    return {table.partition(b" ")[0].decode(): table for table in tables}
