"""Leaving: by the mail program's one click, by hand in part or whole, and back."""

import pytest
from django.test import Client

from newsletter.models import ConsentEvent, Subscriber, Suppression
from tests.make_newsletter import (
    answer,
    confirm_link,
    link_to,
    mails_to,
    sign_up,
    visitor,
    written,
)

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def leave(reader) -> str:
    welcome = written(mails_to(reader.address)[-1])
    return link_to("/newsletter/unsubscribe/", welcome)


def test_the_welcome_mail_carries_the_headers_of_rfc_8058(reader):
    headers = written(mails_to(reader.address)[-1]).headers
    address = headers["List-Unsubscribe"]
    assert address.startswith("<http") and address.endswith("/>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("body", ["urlencoded", "multipart"])
@pytest.mark.parametrize("slash", ["/", ""])
def test_one_click_ends_everything_without_redirect_cookie_or_login(
    reader, leave, body, slash
):
    program = Client(enforce_csrf_checks=True)
    kind = {"content_type": "application/x-www-form-urlencoded"}
    sent = (
        program.post(leave.rstrip("/") + slash, "List-Unsubscribe=One-Click", **kind)
        if body == "urlencoded"
        else program.post(leave.rstrip("/") + slash, ONE_CLICK)
    )
    assert sent.status_code == 200
    assert len(sent.content) < 40
    assert not sent.cookies
    assert not reader.is_on_the_list


def test_one_click_twice_is_one_departure(reader, leave):
    for _time in range(2):
        assert Client().post(leave, ONE_CLICK).status_code == 200
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == 1


def test_by_hand_some_may_be_kept(reader, leave):
    page = visitor().post(leave, {"keep": "stories", "keep_some": "1"}, follow=True)
    assert reader.current_interests() == ["stories"]
    assert b"What you did not keep has ended" in page.content
    assert not Suppression.objects.exists()


def test_keeping_nothing_by_the_wrong_button_is_asked_about(reader, leave):
    page = visitor().post(leave, {"keep_some": "1"})
    assert page.status_code == 422
    assert reader.is_on_the_list


def test_it_says_why_and_when_each_subscription_ended(reader, leave):
    visitor().post(leave)
    ended = reader.subscriptions.all()
    assert {row.ended_reason for row in ended} == {"unsubscribed"}
    assert all(row.ended_at for row in ended)


def test_undo_puts_the_reader_back_as_before(reader, leave):
    goodbye = visitor().post(leave, follow=True)
    assert b"You have left" in goodbye.content
    back = visitor().post(f"{leave}undo/", follow=True)
    assert b"You are back on the list" in back.content
    assert reader.current_interests() == ["stories", "opportunities"]
    assert not Suppression.objects.standing().exists()
    assert reader.evidence.latest("at").form == "undo"


def test_undo_works_for_a_day_only(reader, leave, later):
    visitor().post(leave)
    later(hours=25)
    visitor().post(f"{leave}undo/")
    assert not reader.is_on_the_list


def test_a_letter_already_under_way_brings_nobody_back(reader, leave, later):
    later(hours=1)
    link = confirm_link("other@example.org")
    assert visitor().post(link).status_code == 303
    other = written(mails_to("other@example.org")[-1])
    Client().post(link_to("/newsletter/unsubscribe/", other), ONE_CLICK)
    assert visitor().post(link).status_code in (303, 410)
    assert not Subscriber.objects.get(identity="other@example.org").is_on_the_list


def test_a_fresh_double_opt_in_lifts_an_own_farewell(reader, leave, later):
    Client().post(leave, ONE_CLICK)
    assert Suppression.objects.against(reader.address).exists()
    later(days=2)
    visitor().post(confirm_link(reader.address))
    assert reader.is_on_the_list
    assert not Suppression.objects.against(reader.address).exists()


def test_not_me_silences_even_the_confirmation(later):
    link = confirm_link("victim@example.org")
    assert visitor().post(link, {"not_me": "1"})["Location"] == "/newsletter/not-me/"
    later(days=2)
    sign_up("victim@example.org")
    answer()
    assert len(mails_to("victim@example.org")) == 1
