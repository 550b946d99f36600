"""A public page put together from editions and photos, in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

from ijm.blanks import Given
from ijm.prepared import Prepared
from stories import body
from stories.models.edition import Edition
from stories.models.photo import Photo
from stories.page_words import words_of
from stories.picture import figure_of, share_image
from stories.related import related

BY_ADDRESS = Prepared(
    lambda kind, slug, now: (
        Edition.objects.public(now).filter(kind=kind, slug=slug).for_page().order_by()
    ),
    kind="a kind",
    slug="a slug",
    now=datetime(1, 1, 1, tzinfo=UTC),
)
PUBLIC_PHOTOS = Prepared(
    lambda ids: Photo.objects.public().among(ids).with_files_for_pages().order_by(),
    ids=[0],
)


@dataclass(frozen=True)
class StoryPage:
    edition: Edition
    hero: Photo | None
    before_ask: SafeString
    after_ask: SafeString
    related: list[Edition] = field(default_factory=list)
    image: dict[str, Any] | None = None

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.edition.get_absolute_url()

    @property
    def summary(self) -> str:
        """What machines and cards of other sites are told."""
        return self.edition.card_summary or self.edition.dek

    @property
    def asks(self) -> bool:
        return not self.edition.ask.get("none")

    @cached_property
    def words(self) -> Given:
        """All it says that other pages do not, for the blanks of its template."""
        return words_of(self)

    @property
    def public_until(self) -> datetime | None:
        """When a part of this page ceases to be public, so no cache keeps it longer."""
        ends = [e.public_until for e in (self.edition, *self.related) if e.public_until]
        return min(ends, default=None)


def public_edition(kind: str, slug: str, now: datetime) -> Edition | None:
    """The one edition that stands at an address now."""
    return next(iter(BY_ADDRESS.rows(kind=kind, slug=slug, now=now)), None)


def story_page(edition: Edition, now: datetime) -> StoryPage:
    """The whole page of a public story."""
    neighbours = related(edition, now)
    photos = photos_of([edition, *neighbours], inside=edition.photo_ids)
    page = plain_page(edition, photos)
    image = share_image(page.hero) if page.hero else None
    return replace(page, related=neighbours, image=image)


def plain_page(edition: Edition, photos: dict[int, Photo] | None = None) -> StoryPage:
    """A page like "About us", or a preview: its own words and pictures alone."""
    if photos is None:
        photos = photos_of([edition], inside=edition.photo_ids)
    before, after = body.parted(edition.body)
    return StoryPage(
        edition=edition,
        hero=photos.get(edition.hero_id or 0),
        before_ask=_drawn(before, photos),
        after_ask=_drawn(after, photos),
    )


def photos_of(
    editions: Iterable[Edition], inside: Iterable[int] = ()
) -> dict[int, Photo]:
    """Public photos by id, hung on each edition as its hero, in one query."""
    editions = list(editions)
    ids = {edition.hero_id for edition in editions if edition.hero_id} | {*inside}
    found = PUBLIC_PHOTOS.rows(ids=[*ids]) if ids else []
    photos = {photo.pk: photo for photo in found}
    for edition in editions:
        if edition.hero_id:
            edition.hang(photos.get(edition.hero_id))
    return photos


def _drawn(html: str, photos: dict[int, Photo]) -> SafeString:
    def figure(number: int) -> str:
        photo = photos.get(number)
        return figure_of(photo, "inline", "stories/_figure.html") if photo else ""

    return body.render(html, figure)
