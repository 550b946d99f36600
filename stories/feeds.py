"""The newest stories for readers who follow us by RSS, Atom or JSON Feed."""

import json
import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from ijm.models import SiteSettings
from stories.models import Edition, Photo
from stories.reading import photos_of, plain_page

NEWEST = 20
CONTENT = "http://purl.org/rss/1.0/modules/content/"
# At the start of an attribute, or further on in a `srcset`.
OURS = re.compile(r'((?:href|src|srcset)="|w, )/(?!/)')
Photos = dict[int, Photo]


class FullRss(Rss201rev2Feed):
    """RSS with the safe summary as description and the story as content."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT}

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class FullAtom(Atom1Feed):
    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    return _xml(FullRss, request.path, "application/rss+xml; charset=utf-8")


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    return _xml(FullAtom, request.path, "application/atom+xml; charset=utf-8")


@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    site = SiteSettings.current()
    editions, photos, until = _newest(timezone.now())
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("Stories – %s") % site.name,
        "home_page_url": settings.SITE_URL + reverse("stories:index"),
        "feed_url": settings.SITE_URL + request.path,
        "language": settings.LANGUAGE_CODE,
        "items": [_json_item(edition, photos) for edition in editions],
    }
    response = HttpResponse(
        json.dumps(feed, ensure_ascii=False),
        content_type="application/feed+json; charset=utf-8",
    )
    response.public_until = until  # type: ignore[attr-defined]
    return response


def _newest(now: datetime) -> tuple[list[Edition], Photos, datetime | None]:
    """The editions, their photos, and until when all of them are public."""
    editions = list(Edition.objects.public(now).stories().newest_first()[:NEWEST])
    photos = photos_of(editions, [each for e in editions for each in e.photo_ids])
    ends = [each.public_until for each in editions if each.public_until]
    return editions, photos, min(ends, default=None)


def _xml(kind: type[SyndicationFeed], path: str, content_type: str) -> HttpResponse:
    site = SiteSettings.current()
    feed = kind(
        title=_("Stories – %s") % site.name,
        link=settings.SITE_URL + reverse("stories:index"),
        description=site.tagline or site.name,
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + path,
        author_name=site.name,
    )
    editions, photos, until = _newest(timezone.now())
    for edition in editions:
        feed.add_item(
            title=edition.title,
            link=_address(edition),
            description=_summary(edition),
            unique_id=_address(edition),
            pubdate=edition.published_at,
            updateddate=edition.updated_at,
            author_name=edition.byline or None,
            categories=[*edition.topic_names, *edition.place_names],
            content=_content(edition, photos),
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type=content_type)
    response.public_until = until  # type: ignore[attr-defined]
    return response


def _json_item(edition: Edition, photos: Photos) -> dict[str, Any]:
    return {
        "id": _address(edition),
        "url": _address(edition),
        "title": edition.title,
        "summary": _summary(edition),
        "content_html": _content(edition, photos),
        "date_published": edition.published_at.isoformat(),
        "date_modified": edition.updated_at.isoformat(),
        "language": edition.language,
        "tags": [*edition.topic_names, *edition.place_names],
    }


def _address(edition: Edition) -> str:
    return settings.SITE_URL + edition.get_absolute_url()


def _summary(edition: Edition) -> str:
    """Safe for a list, with the note on content where there is one."""
    parts = (edition.content_note, edition.card_summary)
    return " · ".join(part for part in parts if part)


def _content(edition: Edition, photos: Photos) -> str:
    """The whole body; addresses of our own made complete for other sites."""
    page = plain_page(edition, photos)
    return OURS.sub(rf"\1{settings.SITE_URL}/", page.before_ask + page.after_ask)
