"""The reader's own page: what comes, for which area, or nothing more."""

import pytest

from newsletter.models import ConsentEvent
from tests.make_newsletter import link_to, mails_to, visitor, written


@pytest.fixture
def page(reader) -> str:
    welcome = written(mails_to(reader.address)[-1])
    return link_to("/newsletter/preferences/", welcome)


def test_it_shows_the_choice_and_half_the_address(reader, page):
    text = visitor().get(page).content.decode()
    assert "r…@example.org" in text
    assert text.count("checked") == 2


def test_it_changes_the_choice_with_new_evidence(reader, page):
    saved = visitor().post(
        page, {"interests": ["events", "stories"], "country": "AU", "postcode": "2000"}
    )
    assert saved["Location"] == f"{page}?saved=1"
    reader.refresh_from_db()
    assert reader.current_interests() == ["stories", "events"]
    assert (reader.country, reader.postcode) == ("AU", "2000")
    assert ConsentEvent.objects.filter(kind="changed").get().consent_text is not None
    assert reader.subscriptions.get(interest__slug="opportunities").ended_reason == (
        "preferences"
    )


def test_events_given_up_take_the_area_with_them(reader, page):
    visitor().post(page, {"interests": ["events"], "country": "AU", "postcode": "2000"})
    visitor().post(page, {"interests": ["stories"], "country": "AU"})
    reader.refresh_from_db()
    assert (reader.country, reader.postcode) == ("", "")


def test_saving_the_same_choice_writes_no_evidence(reader, page):
    visitor().post(page, {"interests": ["stories", "opportunities"]})
    assert not ConsentEvent.objects.filter(kind="changed").exists()


def test_it_leaves_everything(reader, page):
    visitor().post(page, {"leave": "1"})
    assert not reader.is_on_the_list
    assert b"You are not on our list" in visitor().get(page).content


def test_a_choice_without_a_country_is_kept_on_the_page(reader, page):
    again = visitor().post(page, {"interests": ["events"], "postcode": "2000"})
    assert again.status_code == 422
    assert 'value="2000"' in again.content.decode()
    assert reader.current_interests() == ["stories", "opportunities"]


def test_somebody_who_left_cannot_be_brought_back_by_the_link(reader, page):
    visitor().post(page, {"leave": "1"})
    visitor().post(page, {"interests": ["stories"]})
    assert not reader.is_on_the_list
