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
        "mode": settings.MODE,
    }
