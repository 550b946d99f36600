"""security.txt and robots.txt say what machines may rely on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ijm.well_known import expires


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 15, 28])
def test_security_txt_expires_in_good_time(month: int, day: int) -> None:
    now = datetime(2027, month, day, 23, 59, tzinfo=UTC)
    assert now + timedelta(days=30) < expires(now) < now + timedelta(days=365)


def test_security_txt_has_what_rfc_9116_requires(client: Client, db) -> None:
    said = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in said.text.splitlines())
    assert said["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"].startswith("mailto:")
    assert datetime.fromisoformat(fields["Expires"]) > timezone.now()
    assert fields["Canonical"].endswith("/.well-known/security.txt")


def test_robots_are_kept_from_doors_and_forms(client: Client) -> None:
    said = client.get("/robots.txt").text
    assert "Disallow: /admin/\n" in said
    assert "Sitemap: http" in said
