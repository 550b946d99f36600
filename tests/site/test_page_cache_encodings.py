"""Pages are packed once, tagged for each packing, and not sent to who has them."""

import pytest

from tests.site.asking import ask, new_cache

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.urls_for_tests")]
PAGE = "/for-tests/page/"


@pytest.mark.parametrize(
    ("accepts", "gets"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0, gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("BR", "br"),
        ("gzip;q=nonsense", ""),
        ("identity", ""),
    ],
)
def test_the_visitor_gets_the_best_packing_understood(accepts: str, gets: str) -> None:
    cache = new_cache()
    plain = ask(cache, PAGE)
    said = ask(cache, PAGE, HTTP_ACCEPT_ENCODING=accepts)
    assert said.headers.get("Content-Encoding", "") == gets
    assert said.text == plain.text
    assert int(said.headers["Content-Length"]) == len(said.sent)


def test_a_small_page_is_not_packed() -> None:
    said = ask(new_cache(), "/for-tests/small/", HTTP_ACCEPT_ENCODING="br, gzip")
    assert "Content-Encoding" not in said.headers
    assert said.headers["Vary"] == "Accept-Encoding"


def test_each_packing_has_a_tag_of_its_own() -> None:
    cache = new_cache()
    tags = {
        ask(cache, PAGE, HTTP_ACCEPT_ENCODING=name).headers["ETag"]
        for name in ("", "gzip", "br")
    }
    assert len(tags) == 3
    assert not [tag for tag in tags if not tag.startswith('"')]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_the_page_is_told_so(form: str) -> None:
    cache = new_cache()
    had = ask(cache, PAGE)
    said = ask(cache, PAGE, HTTP_IF_NONE_MATCH=form.format(had.headers["ETag"]))
    assert (said.status, said.sent) == (304, b"")
    kept = set(had.headers) - {"Content-Type", "Content-Length"}
    assert set(said.headers) == kept


def test_who_has_another_page_is_sent_this_one() -> None:
    cache = new_cache()
    packed = ask(cache, PAGE, HTTP_ACCEPT_ENCODING="br").headers["ETag"]
    assert ask(cache, PAGE, HTTP_IF_NONE_MATCH=packed).status == 200
    assert ask(cache, PAGE, HTTP_IF_NONE_MATCH='"stale"').status == 200
