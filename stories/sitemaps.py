"""What search engines may read: an index of parts, each year of stories a part.

Years are counted ahead, so the index costs nothing, and a part that is full never
changes. Only what is at home here is listed, not what was first published elsewhere.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ijm import contributions
from ijm.models import SiteSettings
from ijm.replica import from_replica
from stories import catalogue
from stories.counting import Choice, counts
from stories.models import Edition
from stories.models.edition import EditionQuerySet
from stories.picture import whole_address
from stories.reading import photos_of
from stories.translations import in_other_languages

STORIES = "stories-"
MOST = 50_000  # addresses of one part, by the protocol
MOST_NEWS = 1_000
NEWS_IS_NEW = timedelta(days=2)
XML = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
# News readers want two letters of a language, but for these.
LONG_LANGUAGES = {"zh-cn", "zh-tw"}


class OurSitemap(Sitemap):
    """With the site's own name, whatever host was asked."""

    protocol = settings.SITE_URL.partition("://")[0]

    def get_domain(self, site: object = None) -> str:
        return settings.CANONICAL_HOST


class PageSitemap(OurSitemap):
    def items(self) -> EditionQuerySet:
        return _at_home(timezone.now()).pages().newest_first()

    def lastmod(self, edition: Edition) -> datetime:
        return edition.updated_at


class SubjectSitemap(OurSitemap):
    """Topics and places that have a story."""

    def items(self) -> list[str]:
        held = counts(Choice(), timezone.now())
        topics, places = held.beside("topic"), held.beside("place")
        return [
            *(each.url for each in catalogue.every_topic() if each.slug in topics),
            *(each.url for each in catalogue.every_place() if each.slug in places),
        ]

    def location(self, item: str) -> str:
        return item


@require_safe
@from_replica
def index(request: HttpRequest) -> HttpResponse:
    years = sorted(counts(Choice(), timezone.now()).beside("year"))
    names = [*(part.name for part in contributions.sitemaps), *_parts_of(years)]
    parts = (_ours(f"/sitemap-{name}.xml") for name in names)
    rows = (f"<sitemap><loc>{part}</loc></sitemap>" for part in parts)
    return _xml("sitemapindex", rows)


@require_safe
@from_replica
def part(request: HttpRequest, section: str) -> HttpResponse:
    year = section.removeprefix(STORIES)
    if section.startswith(STORIES) and year.isdecimal() and len(year) == 4:
        return _year(int(year))
    parts: dict[str, Any] = {each.name: each.sitemap for each in contributions.sitemaps}
    return sitemap_views.sitemap(request, parts, section)


@require_safe
@from_replica
def news(request: HttpRequest) -> HttpResponse:
    """Stories of the last two days; there may be none."""
    now, name = timezone.now(), SiteSettings.current().name
    fresh = _at_home(now).stories().filter(published_at__gt=now - NEWS_IS_NEW)
    rows = map(partial(_as_news, name), fresh.newest_first()[:MOST_NEWS])
    return _xml("urlset", rows, news=NEWS)


def _parts_of(years: Iterable[int]) -> list[str]:
    return [f"{STORIES}{year}" for year in years]


def _year(year: int) -> HttpResponse:
    now = timezone.now()
    if year not in counts(Choice(), now).beside("year"):
        raise Http404
    editions = list(_at_home(now).stories().narrowed(year=year).newest_first()[:MOST])
    inside = {number for edition in editions for number in edition.photo_ids}
    addresses = {
        number: whole_address(photo)
        for number, photo in photos_of(editions, now, inside).items()
    }
    rows = (_as_story(edition, addresses) for edition in editions)
    return _xml("urlset", rows, image=IMAGE, xhtml=XHTML)


def _as_story(edition: Edition, addresses: dict[int, str]) -> str:
    pictures = (
        f"<image:image><image:loc>{escape(address)}</image:loc></image:image>"
        for number in dict.fromkeys([edition.hero_id or 0, *edition.photo_ids])
        if (address := addresses.get(number))
    )
    others = (
        f'<xhtml:link rel="alternate" hreflang="{each.language}" href="{each.url}"/>'
        for each in in_other_languages(edition.story_id)
    )
    changed = edition.updated_at.isoformat(timespec="seconds")
    return (
        f"<url><loc>{_ours(edition.get_absolute_url())}</loc>"
        f"<lastmod>{changed}</lastmod>{''.join(others)}{''.join(pictures)}</url>"
    )


def _as_news(name: str, edition: Edition) -> str:
    language = edition.language.lower()
    if language not in LONG_LANGUAGES:
        language = language.partition("-")[0]
    return (
        f"<url><loc>{_ours(edition.get_absolute_url())}</loc><news:news>"
        f"<news:publication><news:name>{escape(name)}</news:name>"
        f"<news:language>{language}</news:language></news:publication>"
        f"<news:publication_date>{edition.published_at.isoformat(timespec='seconds')}"
        f"</news:publication_date><news:title>{escape(edition.title)}</news:title>"
        "</news:news></url>"
    )


def _at_home(now: datetime) -> EditionQuerySet:
    return Edition.objects.public(now).filter(canonical_elsewhere="").for_cards()


def _ours(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _xml(root: str, rows: Iterable[str], **spaces: str) -> HttpResponse:
    named = "".join(f' xmlns:{name}="{space}"' for name, space in spaces.items())
    return HttpResponse(
        "\n".join(_written(root, rows, named)),
        content_type=XML,
    )


def _written(root: str, rows: Iterable[str], named: str) -> Iterator[str]:
    yield f'{HEAD}<{root} xmlns="{SITEMAP}"{named}>'
    yield from rows
    yield f"</{root}>\n"
