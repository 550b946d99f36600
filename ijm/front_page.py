"""What stands on the admin's front page, as each app describes its own part."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class DeskItem:
    """One line of the desk: how many wait, and where to go. Zero is not shown."""

    name: str
    title: Words
    count: Callable[[Any], int]
    url: Words
    permission: str
    tone: Literal["todo", "alarm"] = "todo"


@dataclass(frozen=True)
class DeskAction:
    """What somebody may want to begin at once."""

    name: str
    title: Words
    url: Words
    permission: str


@dataclass(frozen=True)
class DeskLine:
    words: Words
    url: str
    note: Words = ""


@dataclass(frozen=True)
class DeskList:
    """A few things by name. `lines(person, now)`; a list of none is not shown."""

    name: str
    title: Words
    lines: Callable[[Any, datetime], Iterable[DeskLine]]
    permission: str
