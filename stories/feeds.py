"""The newest stories for readers who follow us by RSS, Atom or JSON Feed."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from ijm.models import SiteSettings
from ijm.replica import from_replica
from stories import catalogue
from stories.blocks import Material
from stories.models import Edition, Topic
from stories.reading import ceasing, content_for_other_readers, material_of

NEWEST = 20
CONTENT = "http://purl.org/rss/1.0/modules/content/"
# At the start of an attribute, or further on in a `srcset`.
OURS = re.compile(r'((?:href|src|srcset)="|w, )/(?!/)')


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


View = Callable[..., HttpResponse]


def _where_it_is_now(view: View) -> View:
    """Who follows a topic that was merged goes on following it."""

    @wraps(view)
    def answer(request: HttpRequest, topic: str = "") -> HttpResponse:
        slug = catalogue.called_now(Topic, topic)
        if slug == topic:
            return view(request, topic)
        parts = (slug if part == topic else part for part in request.path.split("/"))
        return HttpResponsePermanentRedirect("/".join(parts))

    return answer


@require_safe
@from_replica
@_where_it_is_now
def rss(request: HttpRequest, topic: str = "") -> HttpResponse:
    return _xml(FullRss, request.path, "application/rss+xml; charset=utf-8", topic)


@require_safe
@from_replica
@_where_it_is_now
def atom(request: HttpRequest, topic: str = "") -> HttpResponse:
    return _xml(FullAtom, request.path, "application/atom+xml; charset=utf-8", topic)


@require_safe
@from_replica
@_where_it_is_now
def json_feed(request: HttpRequest, topic: str = "") -> HttpResponse:
    title, home = _named(topic)
    editions, material, until = _newest(timezone.now(), topic)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": home,
        "feed_url": settings.SITE_URL + request.path,
        "language": settings.LANGUAGE_CODE,
        "items": [_json_item(edition, material) for edition in editions],
    }
    response = HttpResponse(
        json.dumps(feed, ensure_ascii=False),
        content_type="application/feed+json; charset=utf-8",
    )
    response.public_until = until  # type: ignore[attr-defined]
    return response


def _named(topic: str) -> tuple[str, str]:
    """The title of a feed, and the address of the list it follows."""
    site = SiteSettings.current()
    if not topic:
        home = reverse("stories:index")
        return _("Stories – %s") % site.name, settings.SITE_URL + home
    if topic not in catalogue.topics():
        raise Http404
    home = reverse("stories:topic", args=[topic])
    return f"{catalogue.topics()[topic]} – {site.name}", settings.SITE_URL + home


def _newest(
    now: datetime, topic: str
) -> tuple[list[Edition], Material, datetime | None]:
    """The editions, what they show, and until when all of them are public."""
    stories = Edition.objects.public(now).stories().narrowed(topic)
    editions = list(stories.newest_first()[:NEWEST])
    material = material_of(editions, now)
    return editions, material, ceasing(editions, material.photos.values())


def _xml(
    kind: type[SyndicationFeed], path: str, content_type: str, topic: str
) -> HttpResponse:
    site = SiteSettings.current()
    title, home = _named(topic)
    feed = kind(
        title=title,
        link=home,
        description=site.tagline or site.name,
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + path,
        author_name=site.name,
    )
    editions, material, until = _newest(timezone.now(), topic)
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
            content=_content(edition, material),
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type=content_type)
    response.public_until = until  # type: ignore[attr-defined]
    return response


def _json_item(edition: Edition, material: Material) -> dict[str, Any]:
    return {
        "id": _address(edition),
        "url": _address(edition),
        "title": edition.title,
        "summary": _summary(edition),
        "content_html": _content(edition, material),
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


def _content(edition: Edition, material: Material) -> str:
    """The whole body; addresses of our own made complete for other sites."""
    content = content_for_other_readers(edition, material)
    return OURS.sub(rf"\1{settings.SITE_URL}/", content)
