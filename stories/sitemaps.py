"""Our part of the sitemap, and the index of all parts."""

from datetime import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ijm import contributions
from stories.models import Edition
from stories.models.edition import EditionQuerySet


class OurSitemap(Sitemap):
    """With the site's own name, whatever host was asked."""

    protocol = settings.SITE_URL.partition("://")[0]

    def get_domain(self, site: object = None) -> str:
        return settings.CANONICAL_HOST


class EditionSitemap(OurSitemap):
    def items(self) -> EditionQuerySet:
        return Edition.objects.public(timezone.now()).for_cards().newest_first()

    def lastmod(self, edition: Edition) -> datetime:
        return edition.updated_at


def _parts() -> dict[str, type[Sitemap] | Sitemap]:
    return {part.name: part.sitemap for part in contributions.sitemaps}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return sitemap_views.index(request, _parts(), sitemap_url_name="stories:sitemap")


@require_safe
def part(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap_views.sitemap(request, _parts(), section)
