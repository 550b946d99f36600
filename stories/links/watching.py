"""What the worker does about links: reads them out of editions, and looks at each.

Nobody is hurried: one request at a time, and never two to one site in a short while.
"""

import time
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Exists, OuterRef

from ijm.dates import today
from stories.links import inside, outside
from stories.links.answer import Answer
from stories.links.found import addresses_in, is_inside
from stories.links.road import Road
from stories.models.edition import Edition
from stories.models.watched_link import UNDER_WAY, ReadForLinks, WatchedLink

AT_ONCE = 100
SLICE = 1.0  # a look that began within it may last some seconds more
REST = timedelta(seconds=30)  # of a site, between two looks


def read_links(now: datetime) -> int:
    """Of some editions that nobody has read; then those of ended ones are let go.

    In this order, so that what was decided about a link outlives a correction.
    """
    read = ReadForLinks.objects.filter(edition=OuterRef("pk"))
    fresh = Edition.objects.public(now).filter(~Exists(read)).order_by("pk")
    needed = ("body", "links", "canonical_elsewhere", "kind", "slug")
    editions = list(fresh.only(*needed)[:AT_ONCE])
    for edition in editions:
        _take(edition, now)
    if len(editions) < AT_ONCE:
        _let_go()
    return len(editions)


def _take(edition: Edition, now: datetime) -> None:
    addresses = addresses_in(edition)
    with transaction.atomic():
        WatchedLink.objects.bulk_create(
            [
                WatchedLink(url=each, host=_host(each), found_at=now, due_at=now)
                for each in addresses
            ],
            ignore_conflicts=True,
        )
        leads = WatchedLink.editions.through
        known = WatchedLink.objects.filter(url__in=addresses).values_list(
            "pk", flat=True
        )
        leads.objects.bulk_create(
            [leads(watchedlink_id=pk, edition=edition) for pk in known],
            ignore_conflicts=True,
        )
        ReadForLinks.objects.bulk_create(
            [ReadForLinks(edition=edition)], ignore_conflicts=True
        )


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "")[:255]
    except ValueError:
        return ""


def _let_go() -> None:
    with transaction.atomic():
        ReadForLinks.objects.exclude(edition__ended_at=None).delete()
        through = WatchedLink.editions.through.objects
        through.exclude(edition__ended_at=None).delete()
        WatchedLink.objects.filter(editions=None).delete()


def look_at_links(now: datetime, road: Road | None = None) -> int:
    """Some that are due; says at how many it looked, and so whether to go on."""
    started, looked, road = time.monotonic(), 0, road or Road()
    while time.monotonic() - started < SLICE:
        link = _next(now)
        if link is None:
            break
        link.change(due_at=now + UNDER_WAY, looked_at=now)
        link.note(_answer_of(link, road), today(now), now)
        looked += 1
    return looked


def _next(now: datetime) -> WatchedLink | None:
    """The one that is due longest, of our own or of a site that has rested."""
    asked = WatchedLink.objects.exclude(host="").filter(
        host=OuterRef("host"), looked_at__gt=now - REST
    )
    return WatchedLink.objects.due(now).filter(~Exists(asked)).first()


def _answer_of(link: WatchedLink, road: Road) -> Answer:
    if is_inside(link.url):
        return inside.look(link.url)
    return outside.look(link.url, road, whole=link.failing_since is not None)
