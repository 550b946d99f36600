"""A visitor over https, for tests of what every answer carries."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.site.answers import put_probes

UNHASHED = "django.contrib.staticfiles.storage.StaticFilesStorage"


class SecureClient(Client):
    def generic(self, *address: Any, **more: Any) -> HttpResponse:
        return super().generic(*address, **{**more, "secure": True})


@pytest.fixture
def secure_client(settings, tmp_path: Path) -> Client:
    """Asks as a browser would of a site whose SITE_URL is https."""
    put_probes(tmp_path)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": UNHASHED}}
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    return SecureClient(raise_request_exception=False)
