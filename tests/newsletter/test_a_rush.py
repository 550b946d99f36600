"""A rush over the whole site: one more press, letters at a walking pace, an alarm."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from ijm import alarm
from ijm.models import Limit, OutgoingMail
from newsletter.models import ConsentText, Enquiry
from newsletter.rush import rush, tell_of_rush
from tests.make_newsletter import answer, printed, typed, visitor

pytestmark = pytest.mark.django_db


def came(count: int, at: datetime, answered: bool = False) -> None:
    """So many different people asked to join."""
    words, first = ConsentText.shown_at(at), Enquiry.objects.count()
    Enquiry.objects.bulk_create(
        Enquiry(
            kind=Enquiry.JOIN,
            address=f"guest{first + number}@house{number}.example",
            interests=["stories"],
            consent_text=words,
            form="page",
            asked_at=at,
            answered_at=at if answered else None,
        )
        for number in range(count)
    )


def letters() -> int:
    return OutgoingMail.objects.filter(letter="newsletter-confirm").count()


def test_thirty_in_an_hour_are_nothing(charity):
    came(30, timezone.now())
    assert rush(timezone.now()) is None
    assert visitor().post("/newsletter/", typed("a@example.org")).status_code == 303


def test_then_everybody_is_asked_to_press_once_more_and_is_taken(charity):
    came(31, timezone.now())
    page = visitor().post("/newsletter/", typed("a@example.org"))
    assert page.status_code == 200 and b"Almost there" in page.content
    again = typed("a@example.org", form_token=printed(9, "newsletter-again"))
    assert visitor().post("/newsletter/", again).status_code == 303
    assert Enquiry.objects.filter(address="a@example.org").exists()


@pytest.mark.parametrize(("count", "is_rush"), [(50, False), (51, True)])
def test_who_is_used_to_more_minds_more(charity, count, is_rush):
    now = timezone.now()
    for hour in range(2, 160):
        came(5, now - timedelta(hours=hour), answered=True)
    came(count, now, answered=True)
    found = rush(now)
    assert (found is not None) == is_rush
    assert found is None or (found.now, found.usual) == (51, 5)


def test_letters_go_at_a_walking_pace_and_none_is_dropped(charity):
    came(31, timezone.now())
    answer()
    assert letters() == 10
    answer()
    assert letters() == 10
    for _minute in range(3):
        Limit.objects.all().delete()  # as a minute does
        answer()
    assert letters() == 31
    assert not Enquiry.objects.waiting().exists()


def test_the_keeper_is_told_and_it_ends_by_itself(charity, settings, later):
    settings.ALERT_EMAIL = "keeper@example.org"
    came(31, timezone.now())
    alarm.look(timezone.now())
    told = OutgoingMail.objects.get(cause__contains="newsletter-rush")
    assert told.recipient == "keeper@example.org" and told.sent_at
    assert "31 people asked" in str(tell_of_rush(timezone.now()))
    later(minutes=61)
    assert tell_of_rush(timezone.now()) is None
