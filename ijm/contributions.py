"""What apps give each other against the direction of imports.

Each app fills these registries in its `AppConfig.ready()`; a registry keeps the order
of arrival and refuses the same name twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar

from django.utils.translation import gettext_lazy as _

from ijm.front_page import DeskAction, DeskItem, DeskList, Words

Lane = Literal["safety", "mail", "money", "bulk"]
# Of a photo: on a public page, in what will be one, in what may be one, in a mail.
UseState = Literal["live", "scheduled", "draft", "newsletter", "past"]
USE_STATES: Mapping[UseState, Words] = {
    "live": _("on a public page"),
    "scheduled": _("goes public"),
    "draft": _("in a draft"),
    "newsletter": _("in a newsletter"),
    "past": _("in an earlier version"),
}


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
class Use:
    """One place that shows a photo, in the words that the asking person may read."""

    photo: int
    state: UseState
    label: Words
    url: str

    @property
    def state_words(self) -> Words:
        return USE_STATES[self.state]


@dataclass(frozen=True)
class PhotoUsage:
    """Tells where photos are used.

    `uses(ids, person, now)` answers for many photos at once, in a fixed number of
    queries; `ids(state, now)` are queries for the ids of all photos used in that way.
    """

    name: str
    uses: Callable[[Sequence[int], Any, datetime], Iterable[Use]]
    ids: Callable[[UseState, datetime], Iterable[Any]]


@dataclass(frozen=True)
class AudienceFilter:
    """A question an issue's audience may ask of subscribers ("gave this year").

    `question()` is a `Q` about subscribers that is true of those meant.
    """

    name: str
    title: Words
    question: Callable[[], Any]


@dataclass(frozen=True)
class PersonalData:
    """`run(address)` exports or erases one app's part, for who has `permission`."""

    name: str
    columns: tuple[str, ...]
    run: Callable[[str], Any]
    permission: str


@dataclass(frozen=True)
class Wish:
    """One kind of mail; `on` for who gets it now."""

    slug: str
    title: Words
    hint: Words
    on: bool


@dataclass(frozen=True)
class MailWishes:
    """Mail that an address may get, to be chosen where its owner has proved it.

    `words()` is what they agree to; `choose(address, slugs, request)` is True where a
    letter with a button follows, and nothing begins before it is pressed.
    """

    name: str
    title: Words
    words: Callable[[], Words]
    read: Callable[[str], Sequence[Wish]]
    choose: Callable[[str, Sequence[str], Any], bool]


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
    """One `{tag}` of a letter. A button has a paragraph to itself; a block is rows,

    links are pairs of words and address.
    """

    name: str
    meaning: Words
    kind: Literal["text", "button", "block", "links"] = "text"
    label: Words = ""
    sample: Any = ""


Filled = Mapping[str, "str | list[tuple[str, str]]"]


@dataclass(frozen=True)
class Letter:
    """A mail the house sends by itself. `fill` runs while sending, may mint links.

    A farewell goes to somebody just erased: it outlives the erasure until it is sent,
    and then its address goes as well.
    """

    name: str
    title: Words
    subject: Words
    body: Words
    fill: Callable[[Any, Mapping[str, Any]], Filled]
    tags: tuple[Tag, ...] = ()
    farewell: bool = False
    headers: Callable[[Any, Filled], Mapping[str, str]] = field(
        default=lambda about, filled: {}
    )


@dataclass(frozen=True)
class Chore:
    """Work the worker does every so often. `run(now)` returns a figure for the record,

    takes at most a slice of 5 seconds, and is safe to run twice. One that is `by_web`
    is done by the web server where no worker lives; see `ijm.standing_in`.
    """

    name: str
    lane: Lane
    every: float
    run: Callable[[datetime], int]
    title: Words = ""
    by_web: bool = False


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
desk_actions: Registry[DeskAction] = Registry()
desk_lists: Registry[DeskList] = Registry()
photo_usages: Registry[PhotoUsage] = Registry()
audience_filters: Registry[AudienceFilter] = Registry()
exporters: Registry[PersonalData] = Registry()
erasers: Registry[PersonalData] = Registry()
mail_wishes: Registry[MailWishes] = Registry()
sitemaps: Registry[SitemapPart] = Registry()
demo_loaders: Registry[DemoLoader] = Registry()
letters: Registry[Letter] = Registry()
chores: Registry[Chore] = Registry()
role_permissions: Registry[RolePermissions] = Registry()
late_checks: Registry[LateCheck] = Registry()
