"""Visitors carry nothing away: no cookie, no session, not even a question of one."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import PASSWORD
from tests.site.answers import ANSWERS, put_probes
from tests.site.asking import ask, new_cache

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.urls_for_tests")]
# The donor portal looks whether its visitor has signed in; nothing else does.
ASK_WHO = "/donor/"
STAFF = {"admin sign-in", "admin door"}


def public_addresses() -> list[str]:
    """Every address of the site that takes no argument, the admin's left out."""
    return sorted(_plain(get_resolver("ijm.urls").url_patterns, ""))


def _plain(patterns: list[URLPattern | URLResolver], prefix: str) -> set[str]:
    found: set[str] = set()
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            found |= _plain(each.url_patterns, route)
        elif not set("<(^\\") & set(route):
            found.add(f"/{route}")
    return {path for path in found if not path.startswith("/admin/")}


@pytest.mark.parametrize("address", public_addresses())
def test_reading_a_public_page_sets_no_cookie(client: Client, address: str) -> None:
    said = client.get(address)
    assert not said.cookies
    if not address.startswith(ASK_WHO):
        assert "Cookie" not in said.get("Vary", "")


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - STAFF))
def test_no_class_of_answer_sets_a_cookie(name, settings, tmp_path) -> None:
    put_probes(tmp_path)
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path / "static", tmp_path / "media"
    said = ANSWERS[name](Client(raise_request_exception=False))
    assert not said.cookies
    assert "Cookie" not in said.get("Vary", "")


def test_a_page_with_the_whole_context_touches_no_session() -> None:
    said = ask(new_cache(), "/for-tests/with-context/")
    assert said.status == 200
    assert "s-maxage=1" in said.headers["Cache-Control"]
    assert "Set-Cookie" not in said.headers


def test_the_test_sees_a_session_touched() -> None:
    said = ask(new_cache(), "/for-tests/session/")
    assert said.headers["Vary"] == "Cookie"
    assert said.headers["Cache-Control"] == "private, no-store"


def test_cookies_of_staff_are_sealed(client: Client, admin_amina) -> None:
    form = {"username": admin_amina.email, "password": PASSWORD}
    said = client.post("/admin/login/", form)
    assert "session" in said.cookies
    for cookie in said.cookies.values():
        assert cookie["samesite"] == "Lax"
    assert said.cookies["session"]["httponly"]
