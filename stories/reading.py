"""A public page put together from editions and photos, in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from stories import body
from stories.models.edition import Edition
from stories.models.photo import Photo
from stories.picture import share_image
from stories.related import related
from stories.sharing import ShareLink, share_links


@dataclass(frozen=True)
class Body:
    """The text with its pictures, on both sides of the ask."""

    before_ask: SafeString
    after_ask: SafeString


@dataclass(frozen=True)
class StoryPage:
    edition: Edition
    hero: Photo | None
    body: Body
    related: list[Edition] = field(default_factory=list)
    share: list[ShareLink] = field(default_factory=list)
    image: dict[str, Any] | None = None

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.edition.get_absolute_url()

    @property
    def public_until(self) -> datetime | None:
        """When a part of this page ceases to be public, so no cache keeps it longer."""
        ends = [e.public_until for e in (self.edition, *self.related) if e.public_until]
        return min(ends, default=None)


def story_page(edition: Edition, now: datetime) -> StoryPage:
    """The whole page of a public story."""
    neighbours = related(edition, now)
    photos = photos_of([edition, *neighbours], inside=edition.photo_ids)
    hero = photos.get(edition.hero_id or 0)
    image = share_image(hero) if hero else None
    url = settings.SITE_URL + edition.get_absolute_url()
    return StoryPage(
        edition=edition,
        hero=hero,
        related=neighbours,
        share=share_links(url, edition.title, image["url"] if image else ""),
        image=image,
        body=_body(edition, photos),
    )


def plain_page(edition: Edition, photos: dict[int, Photo] | None = None) -> StoryPage:
    """A page like "About us", or a preview: its own words and pictures alone."""
    if photos is None:
        photos = photos_of([edition], inside=edition.photo_ids)
    return StoryPage(
        edition=edition,
        hero=photos.get(edition.hero_id or 0),
        body=_body(edition, photos),
    )


def photos_of(
    editions: Iterable[Edition], inside: Iterable[int] = ()
) -> dict[int, Photo]:
    """Public photos by id, hung on each edition as its hero, in one query."""
    editions = list(editions)
    ids = {edition.hero_id for edition in editions if edition.hero_id} | {*inside}
    public = Photo.objects.public().with_files_for_pages()
    photos = public.in_bulk(ids) if ids else {}
    for edition in editions:
        if edition.hero_id:
            edition.hang(photos.get(edition.hero_id))
    return photos


def _body(edition: Edition, photos: dict[int, Photo]) -> Body:
    def figure(number: int) -> str:
        photo = photos.get(number)
        if photo is None or not photo.files:
            return ""
        return render_to_string("stories/_figure.html", {"photo": photo})

    before, after = body.parted(edition.body)
    return Body(body.render(before, figure), body.render(after, figure))
