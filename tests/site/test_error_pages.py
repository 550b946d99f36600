"""When things break, the page still stands, and says what became of the money."""

import pytest
from django.template.loader import render_to_string

PAGES = ("403.html", "403_csrf.html", "404.html", "410.html", "500.html", "503.html")


@pytest.mark.parametrize("name", PAGES)
def test_it_needs_no_database_no_request_and_no_settings(name: str) -> None:
    page = render_to_string(name)
    assert page.count("<h1>") == 1
    assert 'href="/"' in page and "<script" not in page


@pytest.mark.parametrize("name", [name for name in PAGES if name != "410.html"])
def test_it_tells_a_donor_where_the_money_is(name: str) -> None:
    page = render_to_string(name)
    assert "If you were giving" in page or "If you give" in page


def test_a_page_taken_down_says_nothing_more() -> None:
    page = render_to_string("410.html")
    assert "giving" not in page and "search" not in page.lower()


def test_closed_for_work_says_for_how_long() -> None:
    assert "about 20 minutes" in render_to_string("503.html", {"retry_after": 20})
