"""Files that machines look for at fixed addresses: security.txt and robots.txt."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ijm.models.site_settings import SiteSettings

# RFC 9116 asks for less than a year; monthly steps keep the bytes, and so the ETag.
GOOD_FOR = timedelta(days=180)
TEXT = "text/plain; charset=utf-8"


@require_safe
def security(_request: HttpRequest) -> HttpResponse:
    lines = (
        f"Contact: mailto:{SiteSettings.current().email}",
        f"Expires: {expires(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE.partition('-')[0]}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


def expires(now: datetime) -> datetime:
    """The first of a month, at least five months ahead."""
    then = (now + GOOD_FOR).astimezone(UTC)
    return then.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Machines may read what is for readers; forms and doors are not."""
    closed = ("/admin/", "/donor/", "/give/review/", "/give/thanks/", "/search/")
    lines = (
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        f"Sitemap: {settings.SITE_URL}/sitemap-news.xml",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)
