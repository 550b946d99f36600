"""One table says how long people's data is kept; the chores go by the same numbers."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from ijm.contributions import chores
from ijm.retention import forget_sessions, periods

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "keeping-data.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| `([\w-]+)` \|[^|]*\| ([^|]+) \|[^|]*\| `([\w-]+)` \| (.+) \|$", re.M
)
SPAN = re.compile(r"(\d+) (days|hours|minutes)")
# They take away what names nobody, or what somebody else's chore has ended before.
NOBODYS = {
    "delete-stray-photos": "files of pictures that were let go",
    "sweep-photo-storages": "files that no row knows",
    "find-missing-neighbours": "which stories are alike",
    "put-consents-right": "public sizes of photos, where a consent ended",
    "put-photos-right": "public files of what is not public",
    "put-enclosures-right": "public files of what is not public",
    "erase-from-history": "a person who asked for it: at once, see take-downs",
    "newsletter-undo-import": "people of a list that staff take back",
    "newsletter-send": "what an issue was frozen as",
    "newsletter-answer": "a wish that was answered, with its letter in the outbox",
    "newsletter-sums": "sums of days that are counted again",
    "read-links": "links that stand in no story any more",
}


def rows() -> dict[str, tuple[timedelta, str]]:
    found = {}
    for name, span, chore, _shown in ROW.findall(TABLE):
        match = SPAN.fullmatch(span)
        assert match or span == "at once", span
        after = timedelta(**{match[2]: int(match[1])}) if match else timedelta(0)
        found[name] = (after, chore)
    return found


def test_the_table_and_the_code_say_the_same() -> None:
    assert rows() == {each.name: (each.after, each.chore) for each in periods}


@pytest.mark.parametrize("period", list(periods), ids=lambda period: period.name)
def test_each_row_is_run_by_a_chore(period) -> None:
    assert period.chore in chores


def functions_of(run: Callable[..., Any]) -> Iterator[ast.AST]:
    """The function, and those of its own module that it calls, however deep."""
    module = inspect.getmodule(run)
    assert module
    known = {
        each.name: each
        for each in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(each, ast.FunctionDef)
    }
    waiting, met = [run.__name__], set()
    while waiting:
        name = waiting.pop()
        if name in met or name not in known:
            continue
        met.add(name)
        yield known[name]
        for node in ast.walk(known[name]):
            if isinstance(node, ast.Call):
                called = node.func
                waiting.append(getattr(called, "id", getattr(called, "attr", "")))


def throws_away(run: Callable[..., Any]) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in {"delete", "forget", "unlink"}
        for function in functions_of(run)
        for node in ast.walk(function)
    )


def test_each_chore_that_throws_away_has_a_row_or_a_reason() -> None:
    found = {each.name for each in chores if throws_away(each.run)}
    assert found - {each.chore for each in periods} - set(NOBODYS) == set()
    assert throws_away(forget_sessions)
    named = {each.name for each in chores if "forget" in each.name}
    assert named <= {each.chore for each in periods}


def test_no_reason_is_about_a_chore_that_is_gone() -> None:
    assert set(NOBODYS) <= {each.name for each in chores}


def test_each_row_names_a_test_that_exists() -> None:
    for *_more, shown in ROW.findall(TABLE):
        file, name = shown.strip("`").split("::")
        source = (ROOT / "tests" / file).read_text(encoding="utf-8")
        assert re.search(rf"^ *def {name}\(", source, re.M), shown


@pytest.mark.django_db
def test_sessions_that_are_over_are_forgotten(writer_wen) -> None:
    Client().force_login(writer_wen)
    now = timezone.now()
    assert forget_sessions(now + timedelta(hours=11)) == 0
    assert forget_sessions(now + timedelta(hours=12, minutes=1)) == 1
    assert not Session.objects.exists()
