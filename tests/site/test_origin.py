"""Forms of other sites cannot post here; machines without cookies may."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory

from ijm.middleware.origin import CrossOriginGuard

HOST = "testserver"
SESSION = {"session": "someone"}


def passes(
    method: str = "post", cookies: dict[str, str] | None = None, **said: str
) -> bool:
    request = getattr(RequestFactory(), method)("/somewhere/", **said)
    request.COOKIES.update(cookies or {})
    guard = CrossOriginGuard(lambda _request: HttpResponse("in"))
    try:
        return guard(request).content == b"in"
    except PermissionDenied:
        return False


@pytest.mark.parametrize(
    ("said", "may"),
    [
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_SEC_FETCH_SITE": "none"}, True),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "nonsense"}, False),
        (
            {
                "HTTP_SEC_FETCH_SITE": "cross-site",
                "HTTP_ORIGIN": f"http://{HOST}",
            },
            False,
        ),
        ({"HTTP_ORIGIN": f"http://{HOST}"}, True),
        ({"HTTP_ORIGIN": f"https://{HOST}"}, True),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_ORIGIN": "https://evil.example"}, False),
        ({"HTTP_ORIGIN": f"https://{HOST}.evil.example"}, False),
        ({"HTTP_ORIGIN": f"https://{HOST}:8443"}, False),
        ({"HTTP_ORIGIN": "http://["}, False),
    ],
)
@pytest.mark.parametrize("cookies", [{}, SESSION])
def test_what_a_browser_says_of_itself_decides(said, may, cookies) -> None:
    assert passes(cookies=cookies, **said) is may


def test_a_session_without_a_word_of_its_origin_is_refused() -> None:
    assert not passes(cookies=SESSION)


def test_a_machine_without_cookies_may_post() -> None:
    assert passes(cookies={"other": "x"})


def test_one_click_unsubscribing_needs_no_header(client: Client, db) -> None:
    said = client.post(
        "/newsletter/unsubscribe/not-a-token/",
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )
    assert said.status_code != 403


def test_the_visitor_refused_gets_a_page(client: Client, db) -> None:
    said = client.post("/admin/login/", HTTP_SEC_FETCH_SITE="cross-site")
    assert said.status_code == 403
    assert said["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_is_never_refused(method: str) -> None:
    assert passes(method, SESSION, HTTP_SEC_FETCH_SITE="cross-site")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_every_way_to_change_is_guarded(method: str) -> None:
    assert not passes(method, HTTP_SEC_FETCH_SITE="cross-site")
