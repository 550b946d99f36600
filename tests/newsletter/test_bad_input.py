"""What is typed wrong gets a sentence that says what to do, and stays typed."""

import pytest

from ijm.models import Limit, OutgoingMail
from newsletter.models import ConsentEvent, Enquiry, Subscriber
from tests.make_newsletter import (
    answer,
    confirm_link,
    link_to,
    sign_up,
    typed,
    visitor,
    written,
)

pytestmark = pytest.mark.django_db
WRONG = [
    ("", "Enter your email address."),
    ("mira", "like name@example.org"),
    ("a@b", "like name@example.org"),
    ("mira@example.org\x00", "Type it again rather than paste it."),
    ("a\r\nBcc: all@example.org", "like name@example.org"),
    (f"{'a' * 300}@example.org", "254 characters or fewer"),
    ("<b>m</b>@example.org", "like name@example.org"),
    ("例@example.org", "must be plain"),
]


@pytest.mark.parametrize(("address", "sentence"), WRONG)
def test_an_address_that_is_none(address, sentence):
    page = visitor().post("/newsletter/", typed(address, "opportunities"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "<title>Error: " in text and text.count(sentence) == 2
    assert 'value="opportunities"' in text.split("checked")[0][-200:]
    assert not Enquiry.objects.exists()


def test_events_without_a_country():
    page = visitor().post(
        "/newsletter/", typed("a@example.org", "events", postcode="2")
    )
    assert page.status_code == 422
    assert "Choose your country" in page.content.decode()
    assert 'value="a@example.org"' in page.content.decode()


def test_nothing_chosen():
    page = visitor().post("/newsletter/", typed("a@example.org", interests=[]))
    assert page.status_code == 422
    assert "Choose at least one thing" in page.content.decode()


def test_a_field_of_ten_megabytes():
    page = visitor().post("/newsletter/", typed("a" * 10_000_000))
    assert page.status_code == 413
    assert "more than this form can take" in page.content.decode()


TOKENS = ["x", "x" * 43, "IjEi:1abc:forged", "%00", "..%2F", "é" * 43, "a" * 4000]


@pytest.mark.parametrize("page", ["confirm", "unsubscribe", "preferences"])
@pytest.mark.parametrize("token", TOKENS)
def test_a_forged_link(page, token):
    for method in ("get", "head", "post"):
        response = getattr(visitor(), method)(f"/newsletter/{page}/{token}/")
        assert response.status_code == 404


def test_a_link_cut_short_says_how_to_get_another():
    link = confirm_link("a@example.org")
    page = visitor().get(f"{link[:-9]}/")
    assert page.status_code == 404
    assert "Open it again from the e-mail" in page.content.decode()
    assert "get a new link" in page.content.decode()


def test_a_link_older_than_seven_days(later):
    link = confirm_link("a@example.org")
    later(days=7, minutes=1)
    for response in (visitor().get(link), visitor().post(link)):
        assert response.status_code == 410
        assert "expired" in response.content.decode()
    assert not Subscriber.objects.get().is_on_the_list
    assert ConsentEvent.objects.count() == 1


ONE_ADDRESS = [
    ("Mira@Example.ORG", "mira@example.org"),
    (" mira@example.org\r\n", "mira@example.org"),
    ("mira@kanarienvögel.example", "Mira@XN--KANARIENVGEL-DJB.example"),
    ("mira@kanarienvo\u0308gel.example", "mira@kanarienvögel.example"),
]


@pytest.mark.parametrize(("first", "second"), ONE_ADDRESS)
def test_two_spellings_of_an_address_are_one_reader(first, second):
    visitor().post(confirm_link_of(first))
    Limit.objects.all().delete()  # as ten minutes do
    sign_up(second)
    answer()
    reader = Subscriber.objects.get()
    assert reader.is_on_the_list
    assert OutgoingMail.objects.filter(letter="newsletter-already-on-list").count() == 1


def test_a_tag_makes_another_reader():
    """Routing is the owner's own affair: only limits see through it."""
    for address in ("mira@example.org", "mira+news@example.org"):
        Limit.objects.all().delete()
        visitor().post(confirm_link(address))
    assert Subscriber.objects.on_the_list().count() == 2


def confirm_link_of(typed_: str) -> str:
    """Whatever spaces stood around it."""
    sign_up(typed_)
    answer()
    newest = OutgoingMail.objects.latest("pk")
    return link_to("/newsletter/confirm/", written(newest))
