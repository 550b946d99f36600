"""Inside the portal: one's own giving, each pledge's verbs in one press, no more."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from donations.models import Pledge
from ijm.models import OutgoingMail
from tests.make_donations import (
    at,
    make_donor,
    make_payment,
    make_running_pledge,
    states_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
PAGES = ["/donor/giving/", "/donor/details/"]
NOUNS = ["amount", "day", "pause", "resumption", "cancellation"]


@pytest.fixture(autouse=True)
def in_january():
    with time_machine.travel(at(date(2026, 1, 20))):
        yield


@pytest.fixture
def pledge(amara) -> Pledge:
    return make_running_pledge(donor=amara)


@pytest.fixture
def inside(pledge, amara, as_donor) -> Client:
    return as_donor(amara)


def act(client: Client, pledge: Pledge, noun: str, **answers: str):
    return client.post(f"/donor/pledges/{pledge.pk}/{noun}/", answers)


def test_the_next_three_dates_are_right_at_month_ends(inside):
    page = inside.get("/donor/giving/").content.decode()
    for day in ("31 January 2026", "28 February 2026", "31 March 2026"):
        assert day in page


def test_nothing_of_the_portal_is_kept_by_a_cache(inside, pledge):
    for url in [*PAGES, f"/donor/pledges/{pledge.pk}/"]:
        assert "no-store" in inside.get(url)["Cache-Control"]


def test_strangers_are_asked_to_sign_in(pledge):
    for url in [*PAGES, f"/donor/pledges/{pledge.pk}/"]:
        assert Client().get(url).url == "/donor/"
    for noun in NOUNS:
        assert act(Client(), pledge, noun).url == "/donor/"
    pledge.refresh_from_db()
    assert pledge.is_active


def test_another_donors_pledge_does_not_exist(as_donor, pledge):
    other = as_donor(make_donor(email="b@example.org"))
    assert other.get(f"/donor/pledges/{pledge.pk}/").status_code == 404
    for noun in NOUNS:
        assert act(other, pledge, noun).status_code == 404


def test_pledges_that_need_a_hand_come_first(inside, amara):
    lapsed = make_running_pledge(donor=amara, state="lapsed")
    page = inside.get("/donor/giving/").content.decode()
    references = [lapsed.reference, amara.pledges.get(state="active").reference]
    assert page.index(references[0]) < page.index(references[1])


def test_what_was_given_is_listed(inside, amara):
    make_payment(amara, amount_minor=12345).settle(date(2026, 1, 5))
    page = inside.get("/donor/giving/").content.decode()
    assert "$123.45" in page and "5 Jan 2026" in page


@pytest.mark.parametrize("noun", NOUNS)
def test_opening_an_address_changes_nothing(inside, pledge, noun):
    assert inside.get(f"/donor/pledges/{pledge.pk}/{noun}/").status_code == 405


def test_one_press_cancels(inside, pledge):
    assert act(inside, pledge, "cancellation").status_code == 303
    assert states_of(pledge) == ["cancelled", "cancelled"]
    assert OutgoingMail.objects.filter(letter="pledge-cancelled").count() == 1


def test_a_second_press_says_that_it_is_over(inside, pledge):
    act(inside, pledge, "cancellation")
    answer = act(inside, pledge, "cancellation")
    assert "has ended already" in inside.get(answer.url).content.decode()


def test_one_press_pauses_and_one_goes_on(inside, pledge):
    act(inside, pledge, "pause", months="2")
    assert pledge.pauses.get().until == date(2026, 3, 20)
    assert states_of(pledge) == ["skipped", "skipped"]
    act(inside, pledge, "resumption")
    assert states_of(pledge) == ["scheduled", "scheduled"]


def test_the_amount_and_the_day_change(inside, pledge):
    act(inside, pledge, "amount", amount="45.50")
    act(inside, pledge, "day", day="15")
    first, second = pledge.instalments.order_by("seq")
    assert (first.amount_minor, second.due_on) == (4550, date(2026, 2, 15))
    page = inside.get(f"/donor/pledges/{pledge.pk}/").content.decode()
    assert "$45.50" in page and "15 February 2026" in page


@pytest.mark.parametrize(
    ("noun", "answers", "sentence"),
    [
        ("amount", {"amount": "12,50"}, "Enter an amount in numbers"),
        ("amount", {"amount": "1"}, "Enter $5 or more."),
        ("amount", {"amount": "\0"}, "a character that cannot be kept"),
        ("amount", {}, "Enter an amount."),
        ("day", {"day": "32"}, "Choose a day from 1 to 31."),
        ("pause", {"months": "99"}, "Choose how long to pause."),
    ],
)
def test_a_bad_answer_changes_nothing(inside, pledge, noun, answers, sentence):
    answer = act(inside, pledge, noun, **answers)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page and "There is a problem" in page
    pledge.refresh_from_db()
    assert (pledge.amount.minor, pledge.anchor_day) == (3000, 31)


def test_details_can_be_mended(inside, amara):
    answers = {"display_name": "王小明", "postal_address": "1 Long Road\nSydney"}
    assert inside.post("/donor/details/", answers).status_code == 303
    amara.refresh_from_db()
    assert amara.display_name == "王小明"
    refused = inside.post("/donor/details/", {"display_name": ""})
    assert refused.status_code == 422


def test_an_organisation_says_whom_letters_greet(inside, amara):
    assert "contact_name" not in inside.get("/donor/details/").content.decode()
    amara.change(kind="organisation")
    answers = {"display_name": "Harbour Ltd", "contact_name": "Grace", "kind": "person"}
    assert inside.post("/donor/details/", answers).status_code == 303
    amara.refresh_from_db()
    assert (amara.kind, amara.addressee) == ("organisation", "Grace")


def test_the_panel_is_on_every_pages_foot(client):
    page = client.get("/donor/").content.decode()
    assert "portal-panel" not in page  # here the page itself is the form
    from django.template.loader import render_to_string

    from ijm.models import SiteSettings

    panel = render_to_string(
        "donations/_portal_panel.html", {"site": SiteSettings.current()}
    )
    assert 'action="/donor/"' in panel and 'name="form_token"' in panel
