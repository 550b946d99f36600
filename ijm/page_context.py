"""What every template may ask for: the charity's settings and the page's address."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ijm.middleware.sharing import GENERATION
from ijm.models.site_settings import SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    number = request.META.get(GENERATION)
    return {
        "site": SimpleLazyObject(lambda: SiteSettings.current(number)),
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "mode": settings.MODE,
    }
