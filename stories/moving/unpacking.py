"""An export of stories into this house: all of it or nothing, and past the gate only.

Written by strangers, perhaps: every value is asked what its column asks of a person,
HTML and addresses are cleaned, pictures decoded, and what was public elsewhere is
public here only if this house's gate lets it through.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm import generation
from ijm.models import StaffMember
from stories.models import Edition, Enclosure, Photo, Story
from stories.moving import carried_files
from stories.moving.carried import TABLES, Table
from stories.moving.packing import FORMAT, VERSION
from stories.moving.parcel import DAMAGED, Parcel
from stories.moving.putting_down import NotAsItShould, person, row_of
from stories.safeguarding import safeguarding_problems

LONGEST_LINE = 16 * 2**20
MOST_ROWS = 2_000_000
AT_ONCE = 500
PASSES_BY_ITSELF = {"photo_not_ready"}
NOT_FIT = _("Not fit to be public here: %s")


class CannotUnpack(Exception):
    """`message` says why, and that nothing was changed."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


NO_EXPORT = _("This is no export of stories. `manage.py export_stories` makes one.")
NEWER = _("A newer version of the site made this export. Upgrade this one first.")
NOT_EMPTY = _(
    "This site has stories or photos of its own. With --merge those stay as they are, "
    "and of the export comes what is not here yet."
)
BROKEN = _("%(table)s, row %(row)d: %(why)s Nothing was changed.")
CONTRADICTS = _("The database refused a row, by its rule “%s”. Nothing was changed.")
UNREADABLE = _("%s cannot be read: the export is damaged. Nothing was changed.")


@dataclass
class Outcome:
    came: dict[str, int] = field(default_factory=dict)
    here_before: dict[str, int] = field(default_factory=dict)
    strangers: int = 0
    without_file: list[str] = field(default_factory=list)
    not_public: list[str] = field(default_factory=list)
    consents: int = 0


def unpack(parcel: Parcel, by: StaffMember, now: datetime, merge: bool) -> Outcome:
    """Raises CannotUnpack."""
    _check(parcel)
    if not merge and (Story.objects.exists() or Photo.objects.exists()):
        raise CannotUnpack(NOT_EMPTY)
    moving = _Unpacking(parcel, by, now)
    try:
        with transaction.atomic():
            moving.run()
            generation.bump()
    except (IntegrityError, DataError) as refused:
        raise CannotUnpack(str(CONTRADICTS) % _constraint(refused)) from refused
    return moving.outcome


def _constraint(refused: Exception) -> str:
    """The rule that was broken, by name; no value of the row."""
    said = getattr(getattr(refused.__cause__, "diag", None), "constraint_name", None)
    return said or type(refused).__name__


def _check(parcel: Parcel) -> None:
    rows = list(_lines(parcel, "manifest.json"))
    told = rows[0] if len(rows) == 1 else {}
    if told.get("format") != FORMAT or not isinstance(told.get("version"), int):
        raise CannotUnpack(NO_EXPORT)
    if told["version"] > VERSION:
        raise CannotUnpack(NEWER)


def _lines(parcel: Parcel, name: str) -> Iterator[dict[str, Any]]:
    if parcel.size(name) is None:
        return
    try:
        with parcel.open(name) as file:
            count = 0
            while line := file.readline(LONGEST_LINE + 1):
                count += 1
                row = json.loads(line) if len(line) <= LONGEST_LINE else None
                if not isinstance(row, dict) or count > MOST_ROWS:
                    raise CannotUnpack(str(UNREADABLE) % name)
                yield row
    except (*DAMAGED, ValueError, RecursionError) as broken:
        raise CannotUnpack(str(UNREADABLE) % name) from broken


class _Unpacking:
    def __init__(self, parcel: Parcel, by: StaffMember, now: datetime) -> None:
        self.parcel, self.by, self.now = parcel, by, now
        self.outcome = Outcome()
        # For each table: the number of a row there to its number here.
        self.numbers: dict[type[Model], dict[int, int]] = {}
        # Rows that were here, so that nothing of them is added to.
        self.here: dict[type[Model], set[int]] = {}

    def run(self) -> None:
        self._people()
        for table in TABLES:
            self._table(table)
        self._among_stories()
        self.outcome.consents = sum(1 for _row in _lines(self.parcel, "consents.jsonl"))
        Photo.objects.filter(pk__in=self._came(Photo)).reconsider(self.now)
        Enclosure.objects.filter(pk__in=self._came(Enclosure)).reconsider(self.now)
        self._past_the_gate()

    def _came(self, model: type[Model]) -> list[int]:
        """The numbers of the rows that are new here."""
        here = self.here.get(model, set())
        return [pk for pk in self.numbers[model].values() if pk not in here]

    def _people(self) -> None:
        numbers = self.numbers[StaffMember] = {}
        for number, row in enumerate(_lines(self.parcel, "people.jsonl"), start=1):
            with _Saying("people", number):
                found, is_new = person(row)
            numbers[number] = found.pk
            self.outcome.strangers += is_new

    def _table(self, table: Table) -> None:
        self.numbers[table.model], self.here[table.model] = {}, set()
        batch: list[tuple[int, Model, dict[str, list[int]]]] = []
        for number, row in enumerate(
            _lines(self.parcel, f"{table.name}.jsonl"), start=1
        ):
            with _Saying(table.name, number):
                made = self._made(table, number, row)
            if made:
                batch.append((number, *made))
            if len(batch) == AT_ONCE:
                self._save(table, batch)
        self._save(table, batch)
        here = len(self.here[table.model])
        self.outcome.came[table.name] = len(self.numbers[table.model]) - here
        self.outcome.here_before[table.name] = here

    def _made(
        self, table: Table, number: int, row: dict[str, Any]
    ) -> tuple[Model, dict[str, list[int]]] | None:
        """The row to be saved; None for one that is here, or that belongs to one."""
        if table.within and not self._is_put_down(table, row):
            return None
        found, lists = row_of(table, row, self.numbers)
        known = self._known(table, found)
        if known is not None:
            self.numbers[table.model][number] = known
            self.here[table.model].add(known)
            return None
        if table.model in carried_files.TAKEN_IN:
            take_in = carried_files.TAKEN_IN[table.model]
            if not take_in(self.parcel, number, found):
                self.outcome.without_file.append(str(found))
                return None
        return found, lists

    def _is_put_down(self, table: Table, row: dict[str, Any]) -> bool:
        """Whether what it belongs to came with it. A leftover may belong to nothing."""
        number = row.get(table.within)
        if number is None:
            return True
        owners: Any = table.model._meta.get_field(table.within).related_model
        owner = self.numbers[owners].get(number) if isinstance(number, int) else None
        return owner is not None and owner not in self.here[owners]

    def _known(self, table: Table, found: Model) -> int | None:
        if not table.natural:
            return None
        match = {name: getattr(found, name) for name in table.natural}
        rows = table.model._default_manager.filter(**match)
        return rows.values_list(table.key, flat=True).first()

    def _save(
        self, table: Table, batch: list[tuple[int, Model, dict[str, list[int]]]]
    ) -> None:
        rows = [row for _number, row, _lists in batch]
        table.model._default_manager.bulk_create(rows)
        self.numbers[table.model] |= {number: row.pk for number, row, _lists in batch}
        for each in table.lists:
            through: Any = each.remote_field.through
            one, other = each.m2m_column_name(), each.m2m_reverse_name()
            through.objects.bulk_create(
                through(**{one: row.pk, other: pk})
                for _number, row, lists in batch
                for pk in lists[each.name]
            )
        batch.clear()

    def _among_stories(self) -> None:
        """What stories say of stories that came after them."""
        stories = self.numbers[Story]
        came = set(self._came(Story))
        for number, row in enumerate(_lines(self.parcel, "story.jsonl"), start=1):
            other = stories.get(row.get("translation_of") or 0)
            if other and stories.get(number) in came:
                Story.objects.filter(pk=stories[number]).update(translation_of=other)

    def _past_the_gate(self) -> None:
        """What was public there is public here if nothing stands in its way."""
        live = Edition.objects.filter(story__in=self._came(Story), ended_at=None)
        for edition in live.select_related("story", "revision"):
            found = safeguarding_problems(edition.revision, "web", self.now)
            why = [str(p) for p in found if p.code not in PASSES_BY_ITSELF]
            if why:
                told = str(NOT_FIT) % " ".join(why)
                edition.story.withdraw(self.by, "safeguarding", why=told[:400])
                self.outcome.not_public.append(f"{edition.story}: {' '.join(why)}")
            else:
                edition.story.refreeze(self.now)


@dataclass(frozen=True)
class _Saying:
    """Turns what is wrong with a row into a sentence that says which row."""

    table: str
    number: int

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, error: Any, _trace: Any) -> None:
        if isinstance(error, NotAsItShould):
            told = {"table": self.table, "row": self.number, "why": error}
            raise CannotUnpack(str(BROKEN) % told) from error
