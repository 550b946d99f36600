"""How the stories are found from outside, and what the demo shows of them."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.contributions import (
    Chore,
    DemoLoader,
    SitemapPart,
    chores,
    demo_loaders,
    sitemaps,
)
from stories.demo.load import load
from stories.models import AddressVisits
from stories.neighbours import find_missing_neighbours
from stories.sitemaps import PageSitemap, SubjectSitemap

DAILY, NOW_AND_THEN = 86_400.0, 600.0


def contribute() -> None:
    sitemaps.add(SitemapPart("pages", PageSitemap))
    sitemaps.add(SitemapPart("subjects", SubjectSitemap))
    demo_loaders.add(DemoLoader("stories", 10, load))
    chores.add(
        Chore(
            "forget-old-visits",
            "bulk",
            DAILY,
            forget_old_visits,
            _("Forget how often addresses were visited long ago"),
        )
    )
    chores.add(
        Chore(
            "find-missing-neighbours",
            "bulk",
            NOW_AND_THEN,
            find_missing_neighbours,
            _("Stories alike: for those that were not published here"),
        )
    )


def forget_old_visits(now: datetime) -> int:
    return AddressVisits.objects.forget(timezone.localdate(now))
