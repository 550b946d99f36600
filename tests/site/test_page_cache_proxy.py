"""The compose file's proxy keeps pages too; what was withdrawn leaves it as well."""

import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from ijm import generation
from ijm.models import SiteSettings
from tests.bench import proxy
from tests.bench.servers import HOST, Server, free_port, serving

pytestmark = [
    pytest.mark.proxy,
]
PAGE = "/for-tests/page/"


@pytest.fixture
def proxied(transactional_db) -> Iterator[Server]:
    SiteSettings.unwritten().save()
    generation.bump()
    port = free_port()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        with (
            serving(
                "granian",
                "tests.site.served:application",
                workers=2,
                site_url=f"http://{HOST}:{port}",
            ) as web,
            proxy.proxying(web.port, port, folder) as nginx,
        ):
            yield nginx


def _get(server: Server, **headers: str) -> str:
    asking = urllib.request.Request(server.url + PAGE, headers=headers)
    with urllib.request.urlopen(asking, timeout=10) as said:
        return said.read().decode()


def test_the_proxy_keeps_a_page_for_its_second(proxied: Server) -> None:
    began, first = time.monotonic(), _get(proxied)
    same = _get(proxied) == first
    assert same or time.monotonic() - began > 1


def test_two_seconds_after_a_change_the_proxy_is_new(proxied: Server) -> None:
    assert "Before" not in _get(proxied)
    with transaction.atomic():
        SiteSettings.objects.update(name="Before and after")
        generation.bump()
    committed = time.monotonic()
    while (began := time.monotonic()) - committed < 3:
        page = _get(proxied)
        if began - committed > 2:
            assert "Before and after" in page
        time.sleep(0.02)


def test_no_forwarded_header_of_a_visitor_changes_the_page(proxied: Server) -> None:
    page = _get(proxied, **{"X-Forwarded-Host": "evil.example", "X-Evil": "words"})
    assert "evil" not in page
    assert "evil" not in _get(proxied)
