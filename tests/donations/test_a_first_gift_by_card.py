"""Becoming a Freedom Partner by card: the first gift today, then one every month."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from donations.collecting import adopting, recovering, taking
from donations.models import (
    Donor,
    Instalment,
    LedgerEntry,
    Payment,
    Pledge,
)
from donations.raising import raise_slice
from donations.schedule import Schedule, first_taken_at_once
from ijm import letters
from ijm.contributions import desk_items
from ijm.models import OutgoingMail
from tests.donations.cards import make_method
from tests.donations.paying import led_on, paid, reported, the_session
from tests.donations.test_giving import reviewed
from tests.make_donations import answers, at
from tests.stripe_double import cards, sessions

ON = date(2026, 1, 20)


def nothing_is_kept(double) -> None:
    """As where the way to pay that a giver chose cannot be charged again."""
    asked = the_session(double)["_asked"]
    del asked["customer_creation"], asked["payment_intent_data"]["setup_future_usage"]


@pytest.mark.django_db
@pytest.mark.usefixtures("giving_charity", "double")
class TestByCard:
    @pytest.fixture(autouse=True)
    def in_january(self):
        with time_machine.travel(at(ON), tick=False):
            yield

    def begun(self, client, card: str = cards.GOOD, **changed: str) -> str:
        back = paid(led_on(client, answers(by="stripe", **changed)), card)
        return client.get(back, follow=True).content.decode()

    def test_the_review_shows_today_and_the_dates_that_follow(self, client):
        page = client.post(
            "/give/review/", answers(by="stripe"), follow=True
        ).content.decode()
        assert "today, on the next page" in page
        assert page.index("28 February 2026") < page.index("31 March 2026")
        assert "may take $30 today and then every month" in page
        assert not Donor.objects.exists()

    def test_the_first_gift_is_paid_and_the_next_three_are_collected(self, client):
        page = self.begun(client)
        assert "Your gifts are taken from Visa ···· 4242" in page
        assert page.index("28 February 2026") < page.index("31 March 2026")
        pledge = Pledge.objects.get()
        assert pledge.is_active and pledge.processor == "stripe"
        first = pledge.instalments.get(seq=1)
        assert (first.state, first.due_on) == ("paid", ON)
        assert "$30" in pledge.stored_method.agreed_words
        for day in (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)):
            with time_machine.travel(at(day), tick=False):
                raise_slice(timezone.now())
                keys = taking.due(timezone.now()).values_list("pk", flat=True)
                assert taking.collect_all(list(keys), timezone.now()) == 1
        gifts = LedgerEntry.objects.filter(kind="gift").order_by("effective_on")
        assert [each.effective_on for each in gifts] == [
            ON,
            date(2026, 2, 28),
            date(2026, 3, 31),
            date(2026, 4, 30),
        ]
        assert Donor.objects.count() == 1 and not Instalment.objects.filter(
            state="collecting"
        )

    def test_one_letter_welcomes_and_names_the_next_gift(self, client, double):
        self.begun(client)
        reported(double, timezone.now(), 2)
        letter = OutgoingMail.objects.get()
        text = letters.compose(letter).text
        assert letter.letter == "pledge-begun" and "has been taken" in text
        assert "28 February 2026" in text and "Visa ···· 4242" in text

    def test_a_declined_card_begins_nothing(self, client, double):
        url = led_on(client, answers(by="stripe"))
        assert "declined" in paid(url, cards.LOST)
        reported(double, timezone.now())
        assert not Pledge.objects.exists() and not Donor.objects.exists()
        paid(url)
        reported(double, timezone.now())
        assert Pledge.objects.get().is_active

    def test_a_debit_begins_the_pledge_and_settles_later(self, client, double):
        assert "on its way" in self.begun(client, cards.BANK_ACCOUNT)
        first = Instalment.objects.get(seq=1)
        assert first.state == "collecting" and not LedgerEntry.objects.exists()
        later = at(ON + timedelta(days=4))
        with time_machine.travel(later, tick=False):
            sessions.settle(double.books, the_session(double))
            assert not taking.due(later).exists()
            assert recovering.recover(later) == 1  # without any notice
        first.refresh_from_db()
        assert first.state == "paid" and first.payments.get().is_settled

    def test_a_debit_that_fails_lets_the_next_month_try(self, client, double):
        self.begun(client, cards.EMPTY_ACCOUNT)
        sessions.settle(double.books, the_session(double))
        reported(double, timezone.now())
        pledge = Pledge.objects.get()
        assert pledge.is_active and Payment.objects.get().state == "failed"
        assert pledge.instalments.get(seq=1).state == "lapsed"
        assert pledge.instalments.get(seq=2).next_attempt_on == date(2026, 2, 28)

    def test_after_midnight_the_words_are_shown_again(self, client):
        signed = reviewed(client, answers(by="stripe"))
        with time_machine.travel(at(ON, 23) + timedelta(hours=2), tick=False):
            answer = client.post("/give/review/", {"intention": signed})
        assert answer.status_code == 409

    def test_where_stripe_keeps_no_card_everybody_knows_what_comes(
        self, client, double
    ):
        url = led_on(client, answers(by="stripe"))
        nothing_is_kept(double)
        page = client.get(paid(url), follow=True).content.decode()
        assert "first gift has arrived" in page and "No money has moved" not in page
        assert 'id="dates"' not in page
        letter = OutgoingMail.objects.get()
        text = letters.compose(letter).text
        assert letter.letter == "pledge-without-card" and "has been taken" in text
        assert "next month nothing is taken" in text and "28 February" not in text
        assert desk_items.named("pledges-without-card").count(None) == 1
        later = at(date(2026, 2, 28))
        with time_machine.travel(later, tick=False):
            raise_slice(later)
            assert not taking.due(later).exists()
        adopting.charge_from_now_on(
            Pledge.objects.get(), make_method(double), timezone.now()
        )
        assert desk_items.named("pledges-without-card").count(None) == 0

    def test_a_debit_that_fails_and_was_not_kept_is_told(self, client, double):
        url = led_on(client, answers(by="stripe"))
        nothing_is_kept(double)
        client.get(paid(url, cards.EMPTY_ACCOUNT))
        sessions.settle(double.books, the_session(double))
        reported(double, timezone.now())
        told = OutgoingMail.objects.order_by("pk").values_list("letter", flat=True)
        assert list(told) == ["pledge-without-card", "gift-given-up"]

    def test_a_page_paid_after_midnight_keeps_what_was_agreed(self, client, double):
        with time_machine.travel(at(date(2026, 1, 31), 23), tick=False):
            url = led_on(client, answers(by="stripe", day="20"))
        with time_machine.travel(at(date(2026, 2, 1), 1), tick=False):
            paid(url)
            reported(double, timezone.now())
        pledge = Pledge.objects.get()
        assert pledge.first_due == date(2026, 1, 31)
        assert pledge.instalments.get(seq=1).state == "paid"
        assert pledge.instalments.get(seq=2).due_on == date(2026, 2, 20)


@pytest.mark.parametrize("today", [date(2026, 1, 31), date(2024, 2, 14), ON])
def test_the_second_gift_is_never_sooner_than_a_fortnight(today):
    for day in range(1, 32):
        schedule = Schedule(first_taken_at_once(today, day), day)
        after = schedule.due_on(2) - today
        assert timedelta(days=15) <= after <= timedelta(days=62)
