"""A whole export, in two passes: first what posts refer to, then the posts.

Killed anywhere and begun again, it goes on: a post is saved whole or not at all, and
what is here already is passed over.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import Error as DatabaseTrouble
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from ijm import generation
from stories.models import Arrival, Leftover
from stories.moving.arriving import OldSite, arrive, is_too_long, language_of
from stories.moving.found import Found
from stories.moving.old_link import host_of
from stories.moving.old_post import OldPost, attachment_of, post_of, words
from stories.moving.pictures import Pictures, Uploads
from stories.moving.terms import Terms
from stories.moving.wxr import Export
from stories.moving.wxr_parsing import Element

if TYPE_CHECKING:
    from ijm.models import StaffMember

log = logging.getLogger(__name__)
AT_ONCE = 25
LOCK = 0x6D6F7665  # “move”: one import at a time
NUMBER = re.compile(r"[0-9]{1,20}")
# What a second run may find mended.
MENDABLE = ("break", "mended", "failed", "too_long")
NEVER_POSTS = {"attachment"}


class AlreadyMoving(Exception):
    message = _("Another import is at work. Let it end, or stop it, and begin again.")


@dataclass
class Wishes:
    """What the keeper asked for on the command line."""

    files: Sequence[Path]
    by: "StaffMember"
    uploads: Uploads
    terms: Terms
    source: str = ""
    as_stories: frozenset[str] = frozenset()
    pictures: type[Pictures] = Pictures


@dataclass
class Tally:
    """What came of it so far."""

    arrived: Counter[str] = field(default_factory=Counter)
    here_before: int = 0
    out_of_sight: int = 0
    found: Counter[str] = field(default_factory=Counter)
    of_site: Counter[Found] = field(default_factory=Counter)

    @property
    def posts(self) -> int:
        return sum(self.arrived.values())


class Move:
    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.tally = Tally()
        self.site = OldSite(
            source=wishes.source,
            language="",
            by=wishes.by,
            terms=wishes.terms,
            pictures=wishes.pictures(wishes.uploads, wishes.source, wishes.by),
        )

    def run(self) -> Iterator[Tally]:
        """Yields after each batch. Raises NotAnExport, AlreadyMoving."""
        with _alone():
            for path in self.wishes.files:
                self._read_ahead(path)
            for path in self.wishes.files:
                yield from self._take_in(path)
            self._keep_site_leftovers()
            generation.bump()
        yield self.tally

    def _read_ahead(self, path: Path) -> None:
        """Authors, files and how often each term is used."""
        with path.open("rb") as file:
            export = Export(file)
            for batch in _batches(export, AT_ONCE * 20):
                with transaction.atomic():
                    self._name_site(export)
                    for element in batch:
                        self._note(element)
            self._note_damage(path, export)

    def _name_site(self, export: Export) -> None:
        """By the first file's own word; all files of a move are of one site."""
        head = export.head
        address = head.get("wp:base_blog_url") or head.get("link", "")
        self.site.source = self.site.source or host_of(address)
        self.site.pictures.source = self.site.source
        self.site.language = self.site.language or language_of(head.get("language", ""))

    def _note(self, element: Element) -> None:
        if element.name == "wp:author":
            shown = element["wp:author_display_name"]
            self.site.authors[element["wp:author_login"]] = shown
        elif element.name == "item":
            if element["wp:post_type"] == "attachment":
                self.site.pictures.note(attachment_of(element))
            elif self._is_wanted(element):
                self.site.terms.count(post_of(element).terms)

    def _note_damage(self, path: Path, export: Export) -> None:
        for broken in export.breaks:
            where = f"{path.name}:{broken.line} {broken.title}".strip()
            self.tally.of_site[Found("break", where)] = 1
        if export.mended:
            self.tally.of_site[Found("mended", path.name)] = export.mended

    def _is_wanted(self, element: Element) -> bool:
        kinds = {"post", "page", *self.wishes.as_stories}
        return (element["wp:post_type"] or "post") in kinds

    def _take_in(self, path: Path) -> Iterator[Tally]:
        with path.open("rb") as file:
            for batch in _batches(Export(file), AT_ONCE):
                posts = list(self._posts(batch))
                here = Arrival.objects.numbers_of(
                    self.site.source, [post.number for post in posts]
                )
                self.tally.here_before += len(here)
                with transaction.atomic():
                    for post in posts:
                        if post.number not in here:
                            here.add(post.number)  # a file may have one twice
                            self._one(post)
                yield self.tally

    def _posts(self, batch: list[Element]) -> Iterator[OldPost]:
        for element in batch:
            kind = element["wp:post_type"] or "post"
            if element.name != "item" or kind in NEVER_POSTS:
                continue
            if not NUMBER.fullmatch(element["wp:post_id"]):
                self.tally.of_site[Found("no_number", words(element["title"]))] += 1
                continue
            if not self._is_wanted(element):
                self.tally.of_site[Found("type", kind)] += 1
                continue
            post = post_of(element)
            if element.too_long or is_too_long(post):
                self.tally.of_site[Found("too_long", post.title)] += 1
            elif not post.is_in_sight:
                self.tally.out_of_sight += 1
            else:
                yield post

    def _one(self, post: OldPost) -> None:
        """One that cannot be saved stops none of the others."""
        try:
            found = arrive(post, self.site)
        except (DatabaseTrouble, ValueError, OSError):
            log.exception("Post %s of the old site could not be saved.", post.number)
            self.site.terms.forget()
            self.tally.of_site[Found("failed", f"{post.number} {post.title}")] += 1
            return
        self.tally.arrived[post.type] += 1
        self.tally.of_site[Found("comments")] += post.comments
        for each in found:
            self.tally.found[each.code] += 1
            if each.code == "term":
                self.tally.of_site[each] += 1

    def _keep_site_leftovers(self) -> None:
        """Counted anew by each run over a file, so the latest count stands."""
        of_site = Leftover.objects.filter(source=self.site.source, arrival=None)
        of_site.filter(code__in=MENDABLE).delete()
        counted: Counter[tuple[str, str]] = Counter()
        for found, seen in self.tally.of_site.items():
            counted[found.code, found.words[:400]] += seen
        Leftover.objects.bulk_create(
            [
                Leftover(source=self.site.source, code=code, words=words, seen=seen)
                for (code, words), seen in counted.items()
                if seen
            ],
            update_conflicts=True,
            unique_fields=["source", "arrival", "code", "words"],
            update_fields=["seen"],
        )


def _batches(export: Export, size: int) -> Iterator[list[Element]]:
    batch: list[Element] = []
    for element in export:
        batch.append(element)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyMoving
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
