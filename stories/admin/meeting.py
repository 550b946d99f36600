"""Two people changed one story: what each did, and a form in which nothing is lost.

What only they changed is put into the form; what only I changed stays; where both
changed the same part, mine stays in the form and theirs is shown beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.http import QueryDict

from stories.admin.as_sent import Rows, as_sent, names_sent, one
from stories.admin.story_form import StoryForm
from stories.comparing.diffing import Passage, passages
from stories.comparing.names import Names
from stories.comparing.table import Part, parts
from stories.comparing.text import Block, lines, spelled
from stories.models import Revision, Story

Content = dict[str, Any]
# What a revision calls the rows of an inline, and how it keeps one.
KEPT_AS: Mapping[str, tuple[str, Any]] = {
    "links": (
        "links",
        lambda row: {k: one(row, k) for k in ("title", "url", "source")},
    ),
    "related_rows": ("related", lambda row: int(one(row, "other") or 0)),
}


@dataclass(frozen=True)
class TwoTexts:
    """A part that both changed."""

    label: str
    theirs: str
    mine: str
    passages: list[Passage]
    is_html: bool


@dataclass
class Meeting:
    """`data` is what the form shows: the next save of it goes through."""

    data: QueryDict
    name: str
    at: datetime
    two_texts: list[TwoTexts] = field(default_factory=list)
    taken_over: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Inline:
    """One list of rows in the form: as it was sent, and as it is saved now."""

    name: str
    mine: Rows
    theirs: Rows

    @classmethod
    def of(cls, data: QueryDict, formset: Any) -> "Inline":
        prefix = formset.prefix
        return cls(prefix, Rows.sent(data, prefix), Rows.saved(formset))


def meet(
    form: StoryForm, fresh: StoryForm, formsets: Iterable[Any], person: Any
) -> Meeting:
    """`form` has mine and was cleaned; `fresh` and `formsets` show what is saved."""
    story, data = fresh.instance, cast(QueryDict, form.data).copy()
    latest, based_on = _revisions(story, form)
    lists = [Inline.of(data, formset) for formset in formsets]
    mine = {**form.as_content(), **_lists(lists)}
    meeting = Meeting(data, str(latest.by), latest.at)
    taken = set()
    for part, read in _readings(based_on, latest.content, mine, form, person):
        if read.theirs != read.mine and read.mine == read.base:
            taken.add(part.name)
            meeting.taken_over.append(part.label)
        elif read.theirs != read.mine and read.theirs != read.base:
            meeting.two_texts.append(_two_texts(part, read, latest.content, mine))
    _take(data, fresh, taken)
    for inline in lists:
        kept_as = KEPT_AS.get(inline.name, ("", None))[0]
        rows = inline.theirs if kept_as in taken else inline.mine.over(inline.theirs)
        rows.put_into(data)
    data["opened_version"] = str(story.version)
    return meeting


@dataclass(frozen=True)
class _Reading:
    """One part in the words of three texts."""

    base: list[Block] | None
    theirs: list[Block]
    mine: list[Block]


def _revisions(story: Story, form: StoryForm) -> tuple[Revision, Content]:
    latest = story.latest_revision
    assert latest  # a story that was saved meanwhile has been saved
    opened = form.based_on or 0
    found = story.revisions.filter(number=opened).first()
    return latest, found.content if found else {}


def _readings(
    base: Content, theirs: Content, mine: Content, form: StoryForm, person: Any
) -> Iterator[tuple[Part, _Reading]]:
    """What cannot be understood of mine is read as it was typed."""
    # Photos speak as they do today: mine has no other words for them.
    names = [Names.of({**each, "photos": {}}, person) for each in (base, theirs, mine)]
    for part in parts(theirs, mine):
        unclear = part.name in form.errors
        typed = lines(form.data.get(part.name, ""))
        yield (
            part,
            _Reading(
                part.read(base[part.name], names[0]) if part.name in base else None,
                part.read(theirs.get(part.name), names[1]),
                typed if unclear else part.read(mine.get(part.name), names[2]),
            ),
        )


def _two_texts(part: Part, read: _Reading, theirs: Content, mine: Content) -> TwoTexts:
    is_html = part.name == "body"
    return TwoTexts(
        part.label,
        theirs["body"] if is_html else spelled(read.theirs),
        mine["body"] if is_html else spelled(read.mine),
        passages(read.theirs, read.mine),
        is_html,
    )


def _lists(inlines: list[Inline]) -> Content:
    kept: Content = {}
    for inline in inlines:
        if inline.name in KEPT_AS:
            name, as_kept = KEPT_AS[inline.name]
            kept[name] = [as_kept(row) for row in inline.mine.standing]
    return kept


def _take(data: QueryDict, fresh: StoryForm, names: set[str]) -> None:
    for name in names & set(fresh.fields):
        for each in names_sent(fresh, name):
            data.pop(each, None)
        for each, values in as_sent(fresh, name).items():
            data.setlist(each, values)
