"""A gift paid on Stripe's page: nobody is written down who has not paid, and who has
is written down once, whichever way we hear of it.
"""

import random
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from donations.collecting import checking_out, closing_pages
from donations.models import (
    Agreement,
    Checkout,
    Donor,
    LedgerEntry,
    Payment,
    Pledge,
    ProcessorNotice,
    StoredMethod,
)
from ijm import erasing, letters
from ijm.contributions import desk_items
from ijm.models import OutgoingMail
from tests.donations.paying import by_card, led_on, paid, reported, the_session, visited
from tests.donations.test_giving import pressed, reviewed
from tests.make_donations import an_intention, answers, at, once
from tests.stripe_double import cards, sessions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]
ON = date(2026, 1, 20)


@pytest.fixture(autouse=True)
def in_january(double):
    with time_machine.travel(at(ON), tick=False):
        yield


def shown(client, url: str) -> str:
    return client.get(url, follow=True).content.decode()


def letters_sent() -> list[str]:
    return sorted(OutgoingMail.objects.values_list("letter", flat=True))


def nobody_is_written_down() -> bool:
    return not any(
        model.objects.exists()
        for model in (Donor, Payment, Agreement, LedgerEntry, OutgoingMail)
    )


def test_the_gift_is_in_the_books_when_the_giver_comes_back(client, double):
    url = led_on(client, by_card("50", **{"from": "night-boat"}))
    assert nobody_is_written_down() and not double.books.all("payment_intent")
    page = shown(client, paid(url))
    assert "Your gift has arrived" in page and "You have given $50" in page
    payment = Payment.objects.get()
    assert (payment.processor, payment.method) == ("stripe", "card")
    assert payment.is_settled and payment.received_on == ON
    assert payment.source_path == "/stories/night-boat/" and payment.reference
    kinds = LedgerEntry.objects.values_list("kind", "amount_minor")
    assert sorted(kinds) == [("fee", -117), ("gift", 5000)]
    # Else the fee would not be known yet.
    [intent] = double.books.all("payment_intent")
    assert intent["capture_method"] == "automatic"
    words = "may take $50 once from the card or account"
    assert words in Agreement.objects.get().words
    assert letters_sent() == ["gift-taken"]
    letter = letters.compose(OutgoingMail.objects.get()).text
    assert "by card on 20 January 2026" in letter and payment.reference in letter


def test_only_a_donor_who_gives_every_month_becomes_a_customer_there(client, double):
    paid(led_on(client, by_card()))
    assert not double.books.all("customer")
    [session] = double.books.all("checkout.session")
    assert session["customer_email"] == "amara@example.org"
    assert "payment_method_types" not in session["_asked"]


@pytest.mark.parametrize("seed", range(4))
def test_notices_and_the_way_back_in_any_order_end_the_same(client, double, seed):
    back = paid(led_on(client, by_card()))
    chance = random.Random(seed)
    events = double.books.events
    chance.shuffle(events)
    ways = [lambda: client.get(back), lambda: reported(double, timezone.now(), 2)] * 2
    chance.shuffle(ways)
    for way in ways:
        way()
    assert Payment.objects.get().is_settled and Agreement.objects.count() == 1
    assert LedgerEntry.objects.count() == 2 and letters_sent() == ["gift-taken"]
    assert set(ProcessorNotice.objects.values_list("result", flat=True)) == {"applied"}


def test_a_double_click_makes_one_page_and_the_form_again_leads_there(client, double):
    signed = reviewed(client, by_card())
    ways = {client.post("/give/review/", {"intention": signed}).url for _n in range(3)}
    assert len({way.partition("?")[0] for way in ways}) == 1
    assert len(double.books.all("checkout.session")) == 1
    client.get(paid(the_session(double)["url"].format(base=double.url)))
    again = client.post("/give/review/", {"intention": signed})
    assert again.url.startswith("/give/thanks/")
    assert Payment.objects.count() == 1


def test_who_presses_back_is_not_sent_away_again(client, double):
    way = pressed(client, by_card()).url
    with time_machine.travel(at(ON) + timedelta(minutes=1), tick=False):
        page = client.get(way)
    assert (
        "Refresh" not in page and "Go on to the card service" in page.content.decode()
    )
    assert (
        page["Referrer-Policy"] == "same-origin" and page["X-Robots-Tag"] == "noindex"
    )
    assert "no-store" in page["Cache-Control"]


def test_a_declined_card_leaves_nobody_behind(client, double):
    url = led_on(client, by_card())
    assert "Your card was declined" in paid(url, cards.DECLINED)
    reported(double, timezone.now(), 2)
    assert nobody_is_written_down()
    assert Checkout.objects.get().declined == 1
    assert set(ProcessorNotice.objects.values_list("result", flat=True)) == {"beside"}
    assert "has arrived" in shown(client, paid(url))


def test_three_d_secure_is_done_on_the_same_page(client, double):
    bank = paid(led_on(client, by_card()), cards.ASKS_ALWAYS)
    assert bank.startswith("/pay/")
    over = visited(double.url + bank, b"")
    back = visited(over)
    assert back.startswith("/give/card/")
    assert "has arrived" in shown(client, back)


def test_who_leaves_finds_the_form_as_it_was(client, double):
    led_on(client, by_card("45.50", tribute="memory", tribute_to="Grace"))
    left = the_session(double)["cancel_url"].removeprefix("http://localhost:8000")
    page = client.get(left).content.decode()
    assert "no money has moved" in page
    assert 'value="45.50"' in page and 'value="Grace"' in page
    assert f'value="{"k" * 22}"' not in page  # a form of its own
    assert nobody_is_written_down()


class TestTheReview:
    """By card it is shown by GET: Back asks nobody to send a form again."""

    def read(self, client, **changed: str) -> str:
        answer = client.post("/give/review/", by_card("45.50", **changed))
        assert answer.status_code == 303 and answer.url.startswith("/give/review/?of=")
        return answer.url

    def test_it_is_a_page_of_its_own_and_opens_none(self, client, double):
        answer = client.get(self.read(client))
        page = answer.content.decode()
        assert "$45.50" in page and "Agree, and go on to pay" in page
        assert "no-store" in answer["Cache-Control"] and not answer.cookies
        assert answer["Referrer-Policy"] == "same-origin"
        assert nobody_is_written_down() and not double.books.all("checkout.session")

    def test_after_the_press_it_shows_the_form_as_it_was(self, client):
        way = self.read(client)
        led_on(client, by_card("45.50"))
        page = shown(client, way)
        assert "no money has moved" in page and 'value="45.50"' in page

    def test_and_after_paying_the_thanks(self, client):
        way = self.read(client)
        paid(led_on(client, by_card("45.50")))
        assert "Your gift has arrived" in shown(client, way)

    def test_what_is_typed_anew_takes_its_place(self, client, double):
        before, after = self.read(client), self.read(client, name="Lindiwe")
        assert before == after and "Lindiwe" in shown(client, after)
        assert Checkout.objects.count() == 1

    def test_what_was_read_and_not_pressed_is_dropped(
        self, client, signed_in, finance_femi
    ):
        way = self.read(client)
        at_desk = signed_in(finance_femi)
        for query, count in (("", 0), ("?page=none", 1)):
            listed = at_desk.get(f"/admin/donations/checkout/{query}")
            assert listed.context["cl"].result_count == count
        later = timezone.now() + timedelta(hours=3)
        assert checking_out.look_after(later) == 1
        assert Checkout.objects.get().typed == {}
        assert "no money has moved" in shown(client, way)

    def test_a_flood_of_reviews_keeps_nothing(self, client, monkeypatch):
        monkeypatch.setattr("donations.views.giving.GIFTS_A_NETWORK", 0)
        answer = client.post("/give/review/", by_card())
        assert answer.status_code == 200 and not Checkout.objects.exists()

    def test_a_stranger_finds_an_empty_form(self, client):
        for of in ("", "A" * 43):
            assert client.get(f"/give/review/?of={of}").url == "/give/"


def test_an_expired_page_drops_what_was_typed(client, double):
    led_on(client, by_card())
    session = the_session(double)
    sessions.expire(double.books, session)
    reported(double, timezone.now(), 2)
    checkout = Checkout.objects.get()
    assert checkout.result == "left" and checkout.typed == {} and not checkout.url
    back = session["success_url"].removeprefix("http://localhost:8000")
    assert "no money has moved" in shown(client, back)
    assert nobody_is_written_down()
    checking_out.look_after(timezone.now() + timedelta(days=8))
    assert not Checkout.objects.exists()


def test_a_bank_debit_is_on_its_way_and_arrives_four_days_later(client, double):
    page = shown(client, paid(led_on(client, by_card()), cards.BANK_ACCOUNT))
    assert "is on its way" in page and "Your gift has arrived" not in page
    payment = Payment.objects.get()
    assert (payment.state, payment.method) == ("processing", "debit")
    assert not LedgerEntry.objects.exists() and letters_sent() == ["gift-on-its-way"]
    later = at(ON + timedelta(days=4))
    with time_machine.travel(later, tick=False):
        sessions.settle(double.books, the_session(double))
        reported(double, later, 2)
    payment.refresh_from_db()
    assert payment.is_settled and payment.received_on == later.date()
    assert letters_sent() == ["gift-on-its-way", "gift-taken"]
    assert "Your gift has arrived" in shown(
        client, Agreement.objects.get().get_absolute_url()
    )


def test_a_bank_debit_that_fails_is_told_and_owes_nothing(client, double):
    paid(led_on(client, by_card()), cards.EMPTY_ACCOUNT)
    reported(double, timezone.now())
    sessions.settle(double.books, the_session(double))
    reported(double, timezone.now())
    assert Payment.objects.get().state == "failed" and not LedgerEntry.objects.exists()
    assert letters_sent() == ["gift-given-up", "gift-on-its-way"]
    letter = OutgoingMail.objects.get(letter="gift-given-up")
    assert "nothing was taken" in letters.compose(letter).text
    page = shown(client, Agreement.objects.get().get_absolute_url())
    assert "no money has moved" in page


def test_when_the_notice_is_lost_and_the_giver_gone_the_chore_finds_it(client, double):
    paid(led_on(client, by_card()))
    assert checking_out.look_after(timezone.now()) == 0
    assert checking_out.look_after(timezone.now() + timedelta(minutes=16)) == 1
    assert Payment.objects.get().is_settled


def test_staff_take_it_up_for_a_giver_who_calls(
    client, signed_in, finance_femi, double
):
    paid(led_on(client, by_card()))
    page = f"/admin/donations/checkout/{Checkout.objects.get().pk}/"
    at_desk = signed_in(finance_femi)
    assert "amara" not in at_desk.get(f"{page}change/").content.decode()
    at_desk.post(f"{page.removesuffix('/')}/amend/sync/")
    assert Payment.objects.get().is_settled


def test_the_tick_for_updates_asks_only_when_the_gift_is_made(client, double):
    from newsletter.models import Enquiry

    url = led_on(client, by_card(updates="on"))
    assert not Enquiry.objects.exists()
    shown(client, paid(url))
    assert Enquiry.objects.get().address == "amara@example.org"


def test_other_answers_with_the_same_form_are_shown_again(client, double):
    led_on(client, by_card("50"))
    answer = pressed(client, by_card("60"))
    assert answer.status_code == 409
    assert "nothing was paid there" in answer.content.decode()
    assert len(double.books.all("checkout.session")) == 1
    assert pressed(client, once("60", by="offline")).url.startswith("/give/thanks/")


@pytest.mark.parametrize("fault", ["reset before", "500 before", "reset after"])
def test_a_stripe_that_is_away_leaves_bank_transfer(client, double, fault):
    double.faults.add(fault, "POST /v1/checkout/sessions")
    signed = reviewed(client, by_card("45.50"))
    answer = client.post("/give/review/", {"intention": signed})
    page = answer.content.decode()
    assert answer.status_code == 503 and "no money has moved" in page
    assert 'value="45.50"' in page and nobody_is_written_down()
    assert re.search(r'name="by" value="offline"[^>]*checked', page)
    again = client.post("/give/review/", {"intention": signed})
    paid(client.get(again.url)["Refresh"].partition("url=")[2])
    reported(double, timezone.now())
    assert Payment.objects.get().is_settled and len(double.books.captured()) == 1


def test_nobody_has_given_before_the_money_is_here(client, double):
    back = paid(led_on(client, by_card()), cards.BANK_ACCOUNT)
    assert "You wanted to give $50" in shown(client, back)
    sessions.settle(double.books, the_session(double))
    reported(double, timezone.now())
    assert "You have given $50" in shown(client, back)


class TestAPageThatStripeDoesNotKnow:
    """As after a change of the account whose key stands in the settings."""

    @pytest.fixture
    def lost(self, client, double) -> Checkout:
        led_on(client, by_card())
        lost = Checkout.objects.get()
        lost.change(processor_ref="cs_of_another_account")
        return lost

    def test_its_giver_is_told_that_we_cannot_see(self, client, lost):
        answer = client.get(f"{lost.get_absolute_url()}?back=left")
        assert answer.status_code == 503
        assert "no money has moved" not in answer.content.decode()

    def test_it_stops_no_other_and_is_forgotten_in_the_end(self, client, double, lost):
        paid(led_on(client, by_card(email="lindiwe@example.org", key="l" * 22)))
        checking_out.look_after(timezone.now() + timedelta(minutes=20))
        assert Payment.objects.get().donor.email == "lindiwe@example.org"
        lost.refresh_from_db()
        assert not lost.is_over
        checking_out.look_after(timezone.now() + timedelta(days=8))
        lost.refresh_from_db()
        assert lost.is_over and not lost.is_paid and not lost.typed


def test_one_that_cannot_be_read_any_more_stops_no_other_and_is_on_the_desk(
    client, signed_in, finance_femi, double
):
    """Its words are those of an older version."""
    lost = desk_items.named("pages-lost")
    paid(led_on(client, by_card()))
    Checkout.objects.update(typed={"of": "old"})
    paid(led_on(client, by_card(email="lindiwe@example.org", key="l" * 22)))
    assert checking_out.look_after(timezone.now() + timedelta(minutes=20)) == 1
    assert Payment.objects.get().donor.email == "lindiwe@example.org"
    assert lost.count(None) == 0
    with time_machine.travel(timezone.now() + timedelta(hours=7), tick=False):
        assert lost.count(None) == 1
        assert "1 checkout" in signed_in(finance_femi).get(lost.url).content.decode()
    assert lost.count(None) == 0
    with time_machine.travel(timezone.now() + timedelta(hours=7), tick=False):
        assert lost.count(None) == 1
        assert "1 checkout" in signed_in(finance_femi).get(lost.url).content.decode()


def test_who_paid_while_stripe_is_away_is_told_not_to_pay_again(client, double):
    back = paid(led_on(client, by_card()))
    double.faults.add("reset before", "GET /v1/checkout/.*")
    answer = client.get(back)
    assert answer.status_code == 503
    assert "Please do not pay again" in answer.content.decode()
    assert "has arrived" in shown(client, back)


def test_without_keys_or_for_odd_money_nobody_is_asked(client, settings):
    assert 'name="by"' in client.get("/give/").content.decode()
    settings.STRIPE_SECRET_KEY = ""
    page = client.get("/give/").content.decode()
    assert 'name="by"' not in page
    assert pressed(client, once("50")).url.startswith("/give/thanks/")


@pytest.mark.parametrize(
    ("currency", "takes"),
    [("AUD", True), ("JPY", True), ("KWD", False), ("ISK", False), ("UGX", False)],
)
def test_sums_are_sent_only_where_stripe_counts_as_we_do(currency, takes):
    from donations import processors

    assert processors.takes_cards(currency) is takes


class TestWhoIsErasedWhileTheirPageIsOpen:
    @pytest.fixture
    def url(self, client, double) -> str:
        url = led_on(client, answers(name="Zebulon Quick", by="stripe"))
        assert "Zebulon Quick" in str(erasing.export("amara@example.org")["donations"])
        erasing.erase("Amara@example.org")
        assert "Zebulon Quick" not in str(Checkout.objects.values_list())
        return url

    def test_cannot_pay_there_any_more(self, client, double, url):
        assert closing_pages.close_pages(timezone.now()) == 1
        assert "over" in paid(url) and Checkout.objects.get().result == "left"
        way = f"{Checkout.objects.get().get_absolute_url()}?back=left"
        assert "no money has moved" in shown(client, way)
        assert nobody_is_written_down() and not double.books.captured()

    def test_who_was_faster_is_told_that_money_moved(self, client, double, url):
        """It stands in the books, as in Stripe's, and nobody's name with it."""
        page = shown(client, paid(url))
        assert "Your gift of $30 was taken" in page and "without a name" in page
        assert "no money has moved" not in page
        reported(double, timezone.now(), 2)
        assert closing_pages.close_pages(timezone.now()) == 0
        gift = Payment.objects.get()
        assert gift.is_settled and gift.reference in page and gift.donor.is_forgotten
        assert LedgerEntry.objects.filter(kind="gift").count() == 1
        assert not OutgoingMail.objects.exists() and not Pledge.objects.exists()
        assert not StoredMethod.objects.exists()
        results = set(ProcessorNotice.objects.values_list("result", flat=True))
        assert results == {"applied"}

    def test_a_debit_of_theirs_arrives_days_later(self, client, double, url):
        page = shown(client, paid(url, cards.BANK_ACCOUNT))
        assert "Your gift of $30 is on its way" in page
        sessions.settle(double.books, the_session(double))
        reported(double, timezone.now())
        assert Payment.objects.get().is_settled and not OutgoingMail.objects.exists()

    def test_the_form_sent_again_opens_nothing(self, double, url):
        key = Checkout.objects.get().key
        with pytest.raises(checking_out.OpenedBefore):
            checking_out.begin(an_intention(by="stripe", key=key), timezone.now())
        assert len(double.books.all("checkout.session")) == 1


def test_a_stranger_has_no_page(client):
    assert client.get("/give/card/" + "A" * 43 + "/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_page(giving_charity, double):
    """Both wait for one another at the row, and are led to the same page."""
    from tests.donations.test_pressing_twice import all_at_once

    wanted = an_intention(frequency="once", day=0, first_due="", by="stripe")
    found = all_at_once(lambda: checking_out.begin(wanted, timezone.now()).url)
    assert len(found) == 10 and len(set(found)) == 1
    assert len(double.books.all("checkout.session")) == 1
