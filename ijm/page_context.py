"""What every template may ask for: the charity's settings and the page's address."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ijm.models.site_settings import SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site": SimpleLazyObject(SiteSettings.current),
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "menu_path": SimpleLazyObject(lambda: _menu_path(request.path)),
        "mode": settings.MODE,
    }


def _menu_path(path: str) -> str:
    """The page's address where the menu leads to it, else nothing."""
    return path if any(path == item.url for item in SiteSettings.current().menu) else ""
