"""One old post becomes a draft, with its photos, topics, addresses and its date."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from stories.body import shortened
from stories.models import Arrival, Leftover, OldAddress, Story
from stories.models.address import taken_words
from stories.models.content import Ask
from stories.models.old_address import old_path
from stories.moving.found import Found
from stories.moving.old_body import Picture, rewritten
from stories.moving.old_post import OldPost
from stories.moving.pictures import Pictures
from stories.moving.terms import Terms
from stories.sanitising import clean

if TYPE_CHECKING:
    from ijm.models import StaffMember

MOST_BODY = 2_000_000
# Log-in names that say nobody.
NOBODY = {"", "admin", "administrator", "editor", "webmaster", "root", "wordpress"}


@dataclass
class OldSite:
    """What is true of every post of one old site."""

    source: str
    language: str
    by: "StaffMember"
    terms: Terms
    pictures: Pictures
    pages: frozenset[str] = frozenset({"page"})
    authors: dict[str, str] = field(default_factory=dict)

    @property
    def note(self) -> str:
        return f"From {self.source}"


def arrive(post: OldPost, site: OldSite) -> list[Found]:
    """Save it, all or nothing; says what was not understood."""
    with transaction.atomic():
        return _Arriving(post, site).save()


class _Arriving:
    def __init__(self, post: OldPost, site: OldSite) -> None:
        self.post, self.site = post, site
        self.found: list[Found] = []
        self.story = Story(
            kind="page" if post.type in site.pages else "story",
            language=site.language,
            first_told_at=post.told_at,
        )

    def save(self) -> list[Found]:
        self._write()
        self._illustrate()
        topics, places, of_terms = self.site.terms.sort(self.post.terms)
        self.story.save()
        if topics:
            self.story.topics.add(*topics)
        if places:
            self.story.places.add(*places)
        self.story.revise(self.site.by, self.site.note)
        self._keep_addresses()
        self._record()
        return [*self.found, *of_terms]

    def _write(self) -> None:
        post, story = self.post, self.story
        story.title = self._fitting(
            "title", post.title or post.slug or post.number, 160
        )
        story.slug = self._free_slug()
        story.dek = self._fitting("dek", post.excerpt, 400)
        story.card_summary = shortened(post.summary or post.excerpt, 240)
        story.byline = self._author()
        if story.is_page:
            story.ask = Ask.NONE
        if post.is_locked:
            self.found.append(Found("private"))
        self.found += [Found("field", name) for name in post.fields]

    def _illustrate(self) -> None:
        html, found = rewritten(
            self.post.content, self.site.source, self.site.pictures.place
        )
        self.story.body = clean(html)
        self.found += found
        if not self.post.thumbnail:
            return
        placed = self.site.pictures.place(Picture("", self.post.thumbnail))
        if placed.found:
            self.found.append(placed.found)
        self.story.hero_id = placed.photo

    def _fitting(self, column: str, text: str, most: int) -> str:
        if len(text) > most:
            self.found.append(Found(column, text))
        return shortened(text, most)

    def _author(self) -> str:
        """The name to be shown, never an address or a log-in."""
        login = self.post.author
        name = self.site.authors.get(login, "")
        if "@" in name or name.casefold() in NOBODY or name == login.casefold():
            self.found.append(Found("author"))
            return ""
        return name[:120]

    def _free_slug(self) -> str:
        wanted = (self.post.slug or f"{self.post.type}-{self.post.number}")[:80]
        slug, number = wanted, 1
        taken = taken_words(self.story.kind)
        while slug in taken or Story.objects.filter(slug=slug).exists():
            number += 1
            slug = f"{wanted}-{number}"
        if number > 1:
            self.found.append(Found("slug", wanted))
        return slug

    def _keep_addresses(self) -> None:
        """They lead nowhere until the story is public, and then to it."""
        here = old_path(self.post.link)
        before, _slash, _slug = here.rpartition("/")
        former = [f"{before}/{slug}".strip("/").lower() for slug in self.post.old_slugs]
        paths = {here, f"?p={self.post.number}", *former} - {""}
        OldAddress.objects.bulk_create(
            [OldAddress(path=path, story=self.story) for path in sorted(paths)],
            ignore_conflicts=True,
        )

    def _record(self) -> None:
        arrival = Arrival.objects.create(
            source=self.site.source,
            number=self.post.number,
            kind=self.post.type[:40],
            status=self.post.status[:20],
            story=self.story,
        )
        rows = {(each.code, each.words[:400]) for each in self.found}
        Leftover.objects.bulk_create(
            Leftover(source=arrival.source, arrival=arrival, code=code, words=words)
            for code, words in sorted(rows)
        )


def language_of(said: str) -> str:
    """The old site's language in our spelling; ours where it says none."""
    ours, theirs = settings.LANGUAGE_CODE, said.lower()[:12]
    # WordPress says “en-US” of every site that nobody changed.
    return theirs if theirs and theirs[:2] != ours[:2] else ours


def is_too_long(post: OldPost) -> bool:
    return len(post.content) > MOST_BODY
