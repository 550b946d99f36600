"""Signing up: a form, a letter, a button. Nothing less puts anybody on the list."""

import pytest
from django.utils import timezone

from newsletter.models import ConsentEvent, ConsentText, Enquiry, Subscriber
from tests.make_newsletter import (
    answer,
    confirm_link,
    mails_to,
    ours_in,
    printed,
    sign_up,
    typed,
    visitor,
    written,
)

pytestmark = pytest.mark.django_db
READER = "Mira.Reader+news@example.org"


def test_it_answers_with_the_same_page_and_no_cookie():
    response = sign_up(READER)
    assert response.status_code == 303
    assert response["Location"] == "/newsletter/check-your-email/"
    assert not response.cookies
    assert visitor().get(response["Location"]).status_code == 200


def test_it_puts_nobody_on_the_list_by_itself():
    sign_up(READER)
    answer()
    assert not Subscriber.objects.get().is_on_the_list
    assert [mail.letter for mail in mails_to(READER)] == ["newsletter-confirm"]


def test_the_button_puts_the_reader_on_the_list():
    link = confirm_link(READER, "stories", "opportunities")
    page = visitor().get(link)
    assert page.status_code == 200
    assert not Subscriber.objects.get().is_on_the_list
    assert visitor().post(link).status_code == 303
    subscriber = Subscriber.objects.get()
    assert subscriber.address == READER
    assert subscriber.current_interests() == ["stories", "opportunities"]
    assert mails_to(READER)[-1].letter == "newsletter-welcome"


def test_a_second_press_changes_nothing_and_says_so():
    link = confirm_link(READER)
    visitor().post(link)
    before = ConsentEvent.objects.count()
    visitor().post(link)
    assert ConsentEvent.objects.count() == before
    assert b"You are on the list" in visitor().get(link).content
    assert len(mails_to(READER)) == 2


def test_the_evidence_says_what_was_agreed_when_and_where():
    text = ConsentText.shown_at(timezone.now())
    link = confirm_link(
        READER, "stories", source_path="/stories/", consent_text=text.pk
    )
    visitor().post(link)
    asked, confirmed = ConsentEvent.objects.order_by("pk")
    assert (asked.kind, confirmed.kind) == ("requested", "confirmed")
    assert asked.consent_text == confirmed.consent_text == text
    assert (asked.form, asked.source_path) == ("page", "/stories/")
    assert len(bytes(asked.network)) == 8
    assert confirmed.lawful_basis == "consent"
    assert confirmed.subscriptions.get().evidence == confirmed


def test_the_confirmation_repeats_no_word_of_the_visitor():
    sign_up(READER, nickname="", source_path="/stories/buy-my-pills/")
    answer()
    letter = written(mails_to(READER)[0])
    assert "pills" not in letter.text + letter.html
    assert "Mira" not in letter.text + letter.html
    assert len(ours_in(letter)) == 1


def test_the_footer_form_stands_for_all_that_needs_no_area():
    data = {"email": READER, "form": "footer", "form_token": printed()}
    assert visitor().post("/newsletter/", data).status_code == 303
    enquiry = Enquiry.objects.get()
    assert enquiry.interests == ["stories", "opportunities"]
    assert enquiry.form == "footer"


def test_an_area_is_kept_only_for_somebody_who_wants_events():
    area = {"country": "AU", "postcode": " 20 00"}
    visitor().post(confirm_link("a@example.org", "stories", **area))
    visitor().post(confirm_link("b@example.org", "events", "stories", **area))
    without, with_area = Subscriber.objects.order_by("pk")
    assert (without.country, without.postcode) == ("", "")
    assert (with_area.country, with_area.postcode) == ("AU", "20 00")


def test_a_reader_who_is_on_the_list_is_told_by_mail_alone(reader):
    sign_up(reader.address)
    answer()
    assert mails_to(reader.address)[-1].letter == "newsletter-already-on-list"


def test_a_second_letter_within_ten_minutes_is_not_written_but_the_choice_is_kept():
    link = confirm_link(READER, "stories")
    sign_up(READER, "stories", "opportunities")
    answer()
    assert len(mails_to(READER)) == 1
    visitor().post(link)
    assert Subscriber.objects.get().current_interests() == ["stories", "opportunities"]


def test_plus_tags_and_dots_of_one_inbox_share_its_limit():
    for address in ("m.ira+1@gmail.com", "mira+2@gmail.com", "mira@gmail.com"):
        sign_up(address)
        answer()
    letters = [mails_to(a) for a in ("m.ira+1@gmail.com", "mira@gmail.com")]
    assert [len(each) for each in letters] == [1, 0]


@pytest.mark.parametrize(
    "path", ["//evil.example/", "https://evil.example/", "/a?b=c", "/\x00", "x" * 300]
)
def test_a_source_that_is_no_path_of_ours_is_dropped(path):
    visitor().post("/newsletter/", typed(READER, source_path=path))
    assert Enquiry.objects.get().source_path == ""
