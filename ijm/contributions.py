"""What apps give each other against the direction of imports.

Each app fills these registries in its `AppConfig.ready()`; a registry keeps the order
of arrival and refuses the same name twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar

from django.utils.functional import Promise

Words = str | Promise
Lane = Literal["safety", "mail", "money", "bulk"]


class Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


class Registry(Generic[T]):
    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def add(self, item: T) -> None:
        if item.name in self._items:
            raise ValueError(f"“{item.name}” is contributed twice.")
        self._items[item.name] = item

    def named(self, name: str) -> T:
        return self._items[name]

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __contains__(self, name: str) -> bool:
        return name in self._items


@dataclass(frozen=True)
class StoryPanel:
    """A panel under a story: `context(edition)` feeds `template`.

    Of the edition it may use `ask` and `slug`: stories that ask alike share the panel.
    """

    name: str
    template: str
    context: Callable[[Any], Mapping[str, Any]]
    order: int = 50


@dataclass(frozen=True)
class AdminPanel:
    """A panel on a story's admin page ("what this story moved")."""

    name: str
    title: Words
    rows: Callable[[Any], Iterable[tuple[Words, str]]]


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
class PhotoUsage:
    """Tells where a photo is used: yields (label, url) for a photo."""

    name: str
    uses: Callable[[Any], Iterable[tuple[Words, str]]]


@dataclass(frozen=True)
class AudienceFilter:
    """A question an issue's audience may ask of subscribers ("gave since")."""

    name: str
    title: Words
    narrow: Callable[[Any], Any]


@dataclass(frozen=True)
class PersonalData:
    """One app's part of a person's data: `export(address)` and `erase(address)`."""

    name: str
    columns: tuple[str, ...]
    run: Callable[[str], Any]


@dataclass(frozen=True)
class SitemapPart:
    name: str
    sitemap: type


@dataclass(frozen=True)
class DemoLoader:
    """Fills the demo charity. Safe to run twice; lower `order` first."""

    name: str
    order: int
    load: Callable[[], None]


@dataclass(frozen=True)
class Tag:
    """One `{tag}` of a letter. A button has a paragraph to itself; a block is rows."""

    name: str
    meaning: Words
    kind: Literal["text", "button", "block"] = "text"
    label: Words = ""
    sample: Any = ""


Filled = Mapping[str, "str | list[tuple[str, str]]"]


@dataclass(frozen=True)
class Letter:
    """A mail the house sends by itself. `fill` runs while sending, may mint links."""

    name: str
    title: Words
    subject: Words
    body: Words
    fill: Callable[[Any, Mapping[str, Any]], Filled]
    tags: tuple[Tag, ...] = ()
    headers: Callable[[Any, Filled], Mapping[str, str]] = field(
        default=lambda about, filled: {}
    )


@dataclass(frozen=True)
class Chore:
    """Work the worker does every so often. `run(now)` returns a figure for the record,

    takes at most a slice of 5 seconds, and is safe to run twice.
    """

    name: str
    lane: Lane
    every: float
    run: Callable[[datetime], int]
    title: Words = ""


@dataclass(frozen=True)
class LateCheck:
    """What should have happened by `now` and has not: a sentence, or None."""

    name: str
    late: Callable[[datetime], Words | None]


@dataclass(frozen=True)
class RolePermissions:
    name: str
    role: str
    permissions: tuple[str, ...]


story_panels: Registry[StoryPanel] = Registry()
admin_panels: Registry[AdminPanel] = Registry()
desk_items: Registry[DeskItem] = Registry()
photo_usages: Registry[PhotoUsage] = Registry()
audience_filters: Registry[AudienceFilter] = Registry()
exporters: Registry[PersonalData] = Registry()
erasers: Registry[PersonalData] = Registry()
sitemaps: Registry[SitemapPart] = Registry()
demo_loaders: Registry[DemoLoader] = Registry()
letters: Registry[Letter] = Registry()
chores: Registry[Chore] = Registry()
role_permissions: Registry[RolePermissions] = Registry()
late_checks: Registry[LateCheck] = Registry()
