"""Forwarded headers count only from the proxies we were told of."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from ijm.middleware.proxies import TrustedProxies

PROXY, OTHER_PROXY, VISITOR = "10.0.0.1", "10.0.0.2", "203.0.113.7"


def arrived(settings, trusted: list[str], **said: str) -> HttpRequest:
    """The request as views see it."""
    settings.TRUSTED_PROXIES = trusted
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    TrustedProxies(view)(RequestFactory().get("/", **said))
    return seen[0]


@pytest.mark.parametrize(
    ("remote", "forwarded", "visitor"),
    [
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"6.6.6.6, {VISITOR}", VISITOR),
        (PROXY, f"6.6.6.6, {VISITOR}, {OTHER_PROXY}", VISITOR),
        (PROXY, f"10.9.9.9, {VISITOR}", VISITOR),
        (PROXY, "2001:db8::1", "2001:db8::1"),
        (f"::ffff:{PROXY}", VISITOR, VISITOR),
        (PROXY, "", PROXY),
        (PROXY, "rubbish", PROXY),
        (PROXY, f"{VISITOR}, rubbish", PROXY),
        (VISITOR, "6.6.6.6", VISITOR),
        ("", "6.6.6.6", ""),
    ],
)
def test_who_the_visitor_is(settings, remote, forwarded, visitor) -> None:
    request = arrived(
        settings,
        ["10.0.0.0/8"],
        REMOTE_ADDR=remote,
        HTTP_X_FORWARDED_FOR=forwarded,
    )
    assert request.META["REMOTE_ADDR"] == visitor


@pytest.mark.parametrize(
    ("remote", "told", "secure"),
    [
        (PROXY, "https", True),
        (PROXY, "http", False),
        (PROXY, "https, http", False),
        (PROXY, "HTTPS", False),
        (VISITOR, "https", False),
    ],
)
def test_how_the_visitor_came(settings, remote, told, secure) -> None:
    request = arrived(
        settings, ["10.0.0.1"], REMOTE_ADDR=remote, HTTP_X_FORWARDED_PROTO=told
    )
    assert request.is_secure() is secure


@pytest.mark.parametrize("remote", [PROXY, VISITOR])
def test_no_view_can_see_a_forwarded_host(settings, remote) -> None:
    request = arrived(
        settings, [PROXY], REMOTE_ADDR=remote, HTTP_X_FORWARDED_HOST="evil.example"
    )
    assert not [name for name in request.META if "FORWARDED" in name]
    assert request.get_host() == "testserver"


def test_with_no_proxies_named_nobody_is_believed(settings) -> None:
    request = arrived(
        settings,
        [],
        REMOTE_ADDR="127.0.0.1",
        HTTP_X_FORWARDED_FOR="6.6.6.6",
        HTTP_X_FORWARDED_PROTO="https",
    )
    assert request.META["REMOTE_ADDR"] == "127.0.0.1"
    assert not request.is_secure()
