"""Email updates beside one's giving: one click, with the newsletter's own evidence."""

import pytest
from django.test import Client

from newsletter.models import ConsentEvent, Enquiry
from tests.make_newsletter import join

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ADDRESS = "/donor/wishes/newsletter/"


@pytest.fixture
def reader(amara):
    """Amara gets two kinds of mail already."""
    return join(amara.email, "stories", "opportunities")


@pytest.fixture
def inside(amara, as_donor) -> Client:
    return as_donor(amara)


def test_what_is_on_is_ticked_and_the_words_stand_beside(reader, inside):
    page = inside.get("/donor/details/").content.decode()
    assert page.count(" checked") == 2 and "Email updates" in page


def test_one_click_chooses_anew_with_evidence(reader, inside):
    answer = inside.post(ADDRESS, {"wishes": ["stories"]})
    assert "wishes are saved" in inside.get(answer.url).content.decode()
    assert reader.current_interests() == ["stories"]
    event = ConsentEvent.objects.latest("pk")
    assert (event.kind, event.form) == ("changed", "donor-portal")
    assert event.consent_text is not None


def test_nothing_ticked_ends_them_all(reader, inside):
    inside.post(ADDRESS)
    assert not reader.is_on_the_list


def test_who_is_not_on_the_list_joins_by_a_button_in_a_letter(inside, amara):
    answer = inside.post(ADDRESS, {"wishes": ["stories"]})
    assert "A letter with a button" in inside.get(answer.url).content.decode()
    enquiry = Enquiry.objects.get()
    assert (enquiry.address, enquiry.form) == (amara.email, "donor-portal")


def test_what_was_not_offered_is_refused(reader, inside):
    for wish in ("events", "x\0"):  # events need an area, asked for elsewhere
        assert inside.post(ADDRESS, {"wishes": [wish]}).status_code == 422
    assert len(reader.current_interests()) == 2
    assert inside.post("/donor/wishes/nothing/").status_code == 404


def test_strangers_choose_nothing(reader):
    assert Client().post(ADDRESS).url == "/donor/"
    assert reader.is_on_the_list
