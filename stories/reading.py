"""A public page put together from editions and photos, in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ijm.blanks import Given
from ijm.prepared import Prepared
from stories import blocks, body, sources
from stories.blocks import Material
from stories.models.edition import Edition
from stories.models.enclosure import Enclosure
from stories.models.figure import ImpactFigure
from stories.models.photo import Photo
from stories.page_words import words_of
from stories.picture import share_image
from stories.related import related
from stories.sources import Source

Photos = dict[int, Photo]
BY_ADDRESS = Prepared(
    lambda kind, slug, now: (
        Edition.objects.public(now).filter(kind=kind, slug=slug).for_page().order_by()
    ),
    kind="a kind",
    slug="a slug",
    now=datetime(1, 1, 1, tzinfo=UTC),
)
PUBLIC_PHOTOS = Prepared(
    lambda ids, now: (
        Photo.objects.public(now).among(ids).with_files_for_pages().order_by()
    ),
    ids=[0],
    now=datetime(1, 1, 1, tzinfo=UTC),
)


@dataclass(frozen=True)
class StoryPage:
    edition: Edition
    hero: Photo | None
    before_ask: SafeString
    after_ask: SafeString
    related: list[Edition] = field(default_factory=list)
    image: dict[str, Any] | None = None
    material: Material = field(default_factory=Material)
    sources: list[Source] = field(default_factory=list)

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
        photos, enclosures = self.material.photos, self.material.enclosures
        shown: list[Photo | Enclosure] = [*photos.values(), *enclosures.values()]
        return ceasing((self.edition, *self.related), shown)


def public_edition(kind: str, slug: str, now: datetime) -> Edition | None:
    """The one edition that stands at an address now."""
    return next(iter(BY_ADDRESS.rows(kind=kind, slug=slug, now=now)), None)


def story_page(edition: Edition, now: datetime) -> StoryPage:
    """The whole page of a public story."""
    neighbours = related(edition, now)
    material = material_of([edition], now, neighbours)
    page = plain_page(edition, now, material)
    shared = page.hero and page.hero.may_be_shared(now)
    image = share_image(page.hero) if page.hero and shared else None
    return replace(page, related=neighbours, image=image)


def plain_page(
    edition: Edition, now: datetime, material: Material | None = None
) -> StoryPage:
    """A page like "About us", or a preview: its own words and pictures alone."""
    material = material or material_of([edition], now)
    draw = blocks.on_a_page(material)
    html, found = sources.numbered(edition.body, sources.linked)
    before, after = body.parted(html)
    return StoryPage(
        edition=edition,
        hero=material.photos.get(edition.hero_id or 0),
        before_ask=body.render(before, draw),
        after_ask=body.render(after, draw),
        material=material,
        sources=found,
    )


def content_for_other_readers(edition: Edition, material: Material) -> SafeString:
    """The whole text for feeds and mail, where none of our styles or scripts are."""
    html, found = sources.numbered(edition.body, sources.plain)
    text = body.render(html, blocks.elsewhere(material))
    if not found:
        return text
    listed = render_to_string("stories/_sources_plain.html", {"sources": found})
    return body.joined([text, listed])


def material_of(
    editions: Iterable[Edition], now: datetime, beside: Iterable[Edition] = ()
) -> Material:
    """What these show beside their words, and the heroes of those `beside` them.

    Two queries, and one more for figures.
    """
    editions = list(editions)
    enclosed = {number for each in editions for number in each.enclosure_ids}
    enclosures = Enclosure.objects.public(now).in_bulk(enclosed) if enclosed else {}
    inside = {number for each in editions for number in each.photo_ids}
    posters = {each.poster_id for each in enclosures.values() if each.poster_id}
    return Material(
        photos=photos_of([*editions, *beside], now, inside | posters),
        figures=_figures(editions),
        enclosures=enclosures,
    )


def draft_material(
    edition: Edition, photos: Photos, files_under: str | None = None
) -> Material:
    """For previews: files from the private storage, or none before it is public."""
    ids = edition.enclosure_ids
    enclosures = Enclosure.objects.present().in_bulk(ids) if ids else {}
    for each in enclosures.values():
        each.shown_under = files_under
    return Material(photos, _figures([edition]), enclosures)


def _figures(editions: Iterable[Edition]) -> dict[int, ImpactFigure]:
    ids = [number for e in editions for number in body.ids_in(e.body, "figures")]
    return ImpactFigure.objects.in_bulk(ids) if ids else {}


def photos_of(
    editions: Iterable[Edition], now: datetime, inside: Iterable[int] = ()
) -> Photos:
    """Public photos by id, hung on each edition as its hero, in one query."""
    editions = list(editions)
    ids = {edition.hero_id for edition in editions if edition.hero_id} | {*inside}
    found = PUBLIC_PHOTOS.rows(ids=[*ids], now=now) if ids else []
    photos = {photo.pk: photo for photo in found}
    for edition in editions:
        if edition.hero_id:
            edition.hang(photos.get(edition.hero_id))
    return photos


ENDS = ("web_until", "social_until", "bridged_until")


def ceasing(
    editions: Iterable[Edition], shown: Iterable[Photo | Enclosure] = ()
) -> datetime | None:
    """When the first of these may no longer be shown as it is."""
    ends = [edition.public_until for edition in editions]
    ends += [getattr(each, name, None) for each in shown for name in ENDS]
    return min((end for end in ends if end), default=None)
