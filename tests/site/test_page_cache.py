"""What the page cache keeps, what it shares, and what it lets pass untouched."""

from typing import Any

import pytest

from tests.site.asking import Said, ask, new_cache

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.urls_for_tests")]
PAGE = "/for-tests/page/"


def twice(address: str, **more: Any) -> tuple[Said, Said]:
    cache = new_cache()
    return ask(cache, address, **more), ask(cache, address, **more)


def test_the_second_visitor_gets_the_first_ones_page() -> None:
    first, second = twice(PAGE)
    assert (first.status, first.text) == (second.status, second.text)
    assert first.headers == second.headers


def test_a_kept_page_costs_no_query(django_assert_num_queries) -> None:
    cache = new_cache()
    ask(cache, PAGE)
    with django_assert_num_queries(0):
        ask(cache, PAGE)


def test_it_says_how_long_others_may_keep_it() -> None:
    said, _again = twice(PAGE)
    assert said.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert said.headers["Vary"] == "Accept-Encoding"
    assert "Date" not in said.headers  # the server's, fresh with each answer
    assert "Set-Cookie" not in said.headers


@pytest.mark.parametrize(
    "name",
    "session cookie private varied refused unfound big".split(),
)
def test_it_keeps_no(name: str) -> None:
    first, second = twice(f"/for-tests/{name}/")
    assert first.text != second.text
    assert "ETag" not in second.headers


@pytest.mark.parametrize("name", ["session", "cookie", "private", "varied", "refused"])
def test_nobody_else_may_keep(name: str) -> None:
    said, _again = twice(f"/for-tests/{name}/")
    assert "private" in said.headers["Cache-Control"]


def test_what_is_gone_is_kept_for_the_crowd_that_comes() -> None:
    first, second = twice("/for-tests/gone/")
    assert (first.status, first.text) == (410, second.text)
    assert "ETag" not in first.headers


def test_an_error_is_not_kept() -> None:
    first, second = twice("/for-tests/broken/")
    assert (first.status, second.status) == (500, 500)
    assert first.headers["Cache-Control"] == "private, no-store"


def test_a_stream_passes_in_its_pieces() -> None:
    first, second = twice("/for-tests/streamed/")
    assert first.text == second.text == "one by one"
    assert "Content-Length" not in first.headers


def test_a_file_passes() -> None:
    first, _second = twice("/for-tests/file/")
    assert b"Throw-away" in first.sent
    assert "ETag" not in first.headers


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_COOKIE": "session=someone"},
        {"HTTP_COOKIE": 'a=b; session ="x"'},
        {"HTTP_COOKIE": "messages=waiting"},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"HTTP_HOST": "127.0.0.1:8000"},
        {"REQUEST_METHOD": "POST", "HTTP_SEC_FETCH_SITE": "same-origin"},
    ],
)
def test_it_steps_aside_for(more: dict[str, str]) -> None:
    cache = new_cache()
    stored = ask(cache, PAGE)
    other = ask(cache, PAGE, **more)
    assert other.text != stored.text
    assert ask(cache, PAGE).text == stored.text


def test_a_strangers_cookie_does_not_matter() -> None:
    cache = new_cache()
    assert ask(cache, PAGE, HTTP_COOKIE="_ga=1").text == ask(cache, PAGE).text


def test_another_host_cannot_put_its_name_into_a_page() -> None:
    cache = new_cache()
    ask(cache, PAGE, HTTP_HOST="localhost:6666", HTTP_X_FORWARDED_HOST="evil.example")
    assert ask(cache, PAGE, HTTP_HOST="evil.example").status == 400
    assert len(cache.pages) == 0


def test_over_plain_http_a_site_of_https_is_not_answered(settings) -> None:
    settings.HTTPS, settings.SECURE_SSL_REDIRECT = True, True
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    cache = new_cache()
    by_proxy = {"REMOTE_ADDR": "10.1.1.1", "HTTP_X_FORWARDED_PROTO": "https"}
    assert ask(cache, PAGE, **by_proxy).status == 200
    assert ask(cache, PAGE).status == 301
    assert ask(cache, PAGE, HTTP_X_FORWARDED_PROTO="https").status == 301


def test_nothing_is_kept_where_there_is_no_room(settings) -> None:
    settings.PAGE_CACHE_MB = 0
    first, second = twice(PAGE)
    assert first.text != second.text


def test_head_is_the_get_without_its_body() -> None:
    cache = new_cache()
    head, get = ask(cache, PAGE, REQUEST_METHOD="HEAD"), ask(cache, PAGE)
    assert head.sent == b""
    assert head.headers == get.headers
    assert ask(cache, PAGE, REQUEST_METHOD="HEAD").sent == b""


def test_head_of_what_is_not_kept_has_no_body_either() -> None:
    said, _again = twice("/for-tests/private/", REQUEST_METHOD="HEAD")
    assert (said.status, said.sent) == (200, b"")
