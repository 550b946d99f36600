"""A page for readers at risk can be left at once, and leaves little behind."""

import pytest

from tests.make_stories import make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture
def help_page(client):
    make_published(kind="page", slug="get-help", reader_at_risk=True)
    return client.get("/get-help/")


def test_it_shows_the_way_out_before_anything_else(help_page) -> None:
    page = help_page.content.decode()
    assert page.index("Exit this page") < page.index("<h1>")
    assert 'href="/exit/"' in page


def test_it_is_kept_by_no_cache_and_names_itself_to_nobody(help_page) -> None:
    assert "no-store" in help_page["Cache-Control"]
    assert help_page["Referrer-Policy"] == "no-referrer"


def test_it_asks_for_nothing(help_page) -> None:
    assert "<form" not in help_page.content.decode()


def test_an_ordinary_page_has_no_way_out(client) -> None:
    make_published(kind="page", slug="about", reader_at_risk=False)
    assert "Exit this page" not in client.get("/about/").content.decode()


def test_leaving_clears_this_site_and_names_it_to_nobody(client) -> None:
    answer = client.get("/exit/")
    assert answer.status_code == 302
    assert "example" not in answer["Location"]
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer["Referrer-Policy"] == "no-referrer"
