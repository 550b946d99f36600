"""Old categories and tags to topics and places, by a file that a person may edit.

Without the file a category becomes the topic or place that has its name, else a topic
of its own; a tag only what is there already, since old sites have thousands of them.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from stories.models import OldAddress, Place, Topic
from stories.models.old_address import old_path
from stories.moving.found import Found
from stories.moving.old_post import Term
from stories.moving.spreadsheet import plain

COLUMNS = ("kind", "term", "name", "posts", "becomes")
KINDS = {"category": "category", "post_tag": "tag"}
NOTHING = {"uncategorized", "uncategorised"}
Subject = Topic | Place
MODELS: dict[str, type[Topic] | type[Place]] = {"topic": Topic, "place": Place}


class TermsNotUnderstood(Exception):
    """The file of terms has a line that says nothing we know; `message` says which."""

    def __init__(self, line: int, becomes: str) -> None:
        self.message = _(
            "Line %(line)s of the file of terms: “%(becomes)s” is not understood. "
            "Write “topic: Its name”, “place: Its name”, or nothing."
        ) % {"line": line, "becomes": becomes}
        super().__init__(self.message)


@dataclass
class Terms:
    """What each old term becomes. Topics are made when the first post needs them."""

    wishes: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: Counter[Term] = field(default_factory=Counter)
    known: dict[Term, Subject | None] = field(default_factory=dict)
    here: list[Subject] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path | None) -> "Terms":
        """Raises TermsNotUnderstood."""
        terms = cls()
        if path is None:
            return terms
        for line, row in _rows(path):
            becomes = (row.get("becomes") or "").strip()
            if becomes and not _parsed(becomes)[0]:
                raise TermsNotUnderstood(line, becomes)
            key = (row.get("kind") or "").strip(), (row.get("term") or "").strip()
            terms.wishes[key] = becomes
        return terms

    def count(self, terms: Iterable[Term]) -> None:
        self.counts.update(term for term in terms if term.kind in KINDS)

    def write(self, file: TextIO) -> None:
        """A file to be edited: each term, how often, and what it would become."""
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for term, posts in self.counts.most_common():
            wish = self._wish(term)
            rows.writerow(
                [KINDS[term.kind], term.slug, plain(term.name), posts, wish or ""]
            )

    def sort(
        self, terms: Iterable[Term]
    ) -> tuple[list[Topic], list[Place], list[Found]]:
        topics, places, found = [], [], []
        for term in terms:
            if term.kind not in KINDS or term.slug in NOTHING:
                continue
            subject = self._subject(term)
            if isinstance(subject, Topic):
                topics.append(subject)
            elif subject:
                places.append(subject)
            elif (KINDS[term.kind], term.slug) not in self.wishes:
                found.append(Found("term", term.name))
        return topics, places, found

    def forget(self) -> None:
        """What was made in a transaction that failed is not there."""
        self.known.clear()
        self.here.clear()

    def _subject(self, term: Term) -> Subject | None:
        if term not in self.known:
            wish = self._wish(term)
            found = self._named(*_parsed(wish), term.name) if wish else None
            self.known[term] = found
            if found:
                _keep_address(term, found)
        return self.known[term]

    def _wish(self, term: Term) -> str:
        asked = self.wishes.get((KINDS[term.kind], term.slug))
        if asked is not None:
            return asked
        for subject in self._all_here():
            if _goes_by(subject, term):
                return f"{subject._meta.model_name}: {subject.name}"
        return f"topic: {term.name[:60]}" if term.kind == "category" else ""

    def _all_here(self) -> list[Subject]:
        if not self.here:
            self.here = [*Topic.objects.standing(), *Place.objects.standing()]
        return self.here

    def _named(self, kind: str, name: str, alias: str) -> Subject | None:
        """Made if it is not there; None for a name that makes no address."""
        model, slug = MODELS[kind], slugify(name)[:60]
        if not slug:
            return None
        found = model.objects.filter(name__iexact=name).first()
        found = found or model.objects.filter(slug=slug).first()
        if found is not None:
            found = found.today
        else:
            found = model.objects.create(name=name[:60], slug=slug)
            self.here.append(found)
        if not _is_called(found, alias[:60]):
            found.aliases = [*found.aliases, alias[:60]]
            found.save(update_fields=["aliases"])
        return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """What a spreadsheet saved; as another kind of file its first line is none."""
    line = 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            for line, row in enumerate(csv.DictReader(file), start=2):
                yield line, row
        except (UnicodeDecodeError, csv.Error) as other:
            raise TermsNotUnderstood(line, "…") from other


def _parsed(becomes: str) -> tuple[str, str]:
    kind, colon, name = becomes.partition(":")
    kind, name = kind.strip().lower(), name.strip()
    return (kind, name) if colon and kind in MODELS and name else ("", "")


def _keep_address(term: Term, subject: Subject) -> None:
    """Where the old site listed its posts; folders above a category are left out."""
    path = old_path(f"/{KINDS[term.kind]}/{term.slug}/")
    row = OldAddress(path=path, target=subject.get_absolute_url())
    OldAddress.objects.bulk_create([row], ignore_conflicts=True)


def _goes_by(subject: Subject, term: Term) -> bool:
    return subject.slug == term.slug or _is_called(subject, term.name)


def _is_called(subject: Subject, name: str) -> bool:
    """By this name or this other word for it."""
    names = (subject.name, *subject.aliases)
    return not name or name.casefold() in {each.casefold() for each in names}
