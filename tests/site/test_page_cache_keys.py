"""A kept page is a function of its address: no query puts words into another's page."""

import pytest

from ijm.page_key import asked_for
from tests.site.asking import ask, new_cache

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.urls_for_tests")]
PAGE = "/for-tests/page/"


@pytest.mark.parametrize(
    ("query", "key", "fills"),
    [
        ("", "", True),
        ("utm_source=mail&fbclid=x", "", True),
        ("year=2024&page=2&topic=police", "page=2&topic=police&year=2024", True),
        ("topic=police&utm_medium=x&page=2", "page=2&topic=police", True),
        ("topic=b&topic=a", "topic=b&topic=a", True),
        ("topic=%70olice", "topic=police", True),
        ("topic=", "topic=", True),
        ("sort=old&page=2", "page=2", False),
        ("x", "", False),
        ("q=caf%C3%A9+noir", "q=caf%C3%A9+noir", True),
    ],
)
def test_what_a_query_asks_for(query: str, key: str, fills: bool) -> None:
    assert asked_for("/stories/", query) == ("/stories/", key, fills)


def test_an_address_too_long_to_be_ours_is_not_kept() -> None:
    assert asked_for("/search/", "q=" + "x" * 600) is None


def test_campaign_tags_share_the_page_and_no_view_sees_them() -> None:
    cache = new_cache()
    first = ask(cache, f"{PAGE}?utm_source=<b>evil</b>&fbclid=1")
    assert "evil" not in first.text
    assert ask(cache, PAGE).text == first.text


def test_an_unknown_parameter_reads_the_page_but_never_makes_it() -> None:
    cache = new_cache()
    poisoned = ask(cache, f"{PAGE}?evil=words")
    assert "evil=words" in poisoned.text
    stored = ask(cache, PAGE)
    assert "evil" not in stored.text
    assert ask(cache, f"{PAGE}?evil=words").text == stored.text


def test_each_listed_choice_has_its_page() -> None:
    cache = new_cache()
    second = ask(cache, f"{PAGE}?page=2")
    assert second.text != ask(cache, PAGE).text
    assert second.text == ask(cache, f"{PAGE}?page=2&utm_id=3").text


def test_the_view_sees_the_query_of_the_key() -> None:
    said = ask(new_cache(), f"{PAGE}?year=2024&page=%32")
    assert "page=2&amp;year=2024" in said.text or "page=2&year=2024" in said.text
