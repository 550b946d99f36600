"""Each day Stripe's books are held against ours, both ways, and against the bank's."""

from datetime import date, datetime, timedelta

import pytest

from donations.collecting import taking
from donations.going_back import sending
from donations.models import (
    BankAccount,
    BankFile,
    BankLine,
    Comparison,
    Difference,
    LedgerEntry,
    Payment,
    Payout,
    ProcessorLine,
    Refund,
)
from donations.reconciling import contributing, payouts, reading
from tests.donations.cards import NOON, at_stripe, begun, collected, make_due
from tests.make_donations import at, aud, make_gift
from tests.make_stories import make_person
from tests.stripe_double import cards, going_back, intents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
DAY = date(2026, 2, 10)


@pytest.fixture
def stripe(double):
    """Its clock stands on a day in February, at noon."""
    double.books.clock = lambda: at(DAY).timestamp()
    return double


def compare(now: datetime | None = None) -> None:
    """A whole day's look, however many slices it takes."""
    now = now or at(DAY + timedelta(days=3))
    Comparison.objects.all().delete()
    for _slice in range(10):
        reading.compare_slice(now)
        if Comparison.objects.filter(ended_at__isnull=False).exists():
            return
    raise AssertionError("The comparison came to no end.")


def differences() -> list[tuple[str, int | None, int | None]]:
    rows = Difference.objects.open().order_by("pk")
    return [(row.kind, row.theirs_minor, row.ours_minor) for row in rows]


def a_bank_line(minor: int, text: str = "STRIPE PAYOUT", day: date = DAY) -> BankLine:
    account, _new = BankAccount.objects.get_or_create(name="Main", currency="AUD")
    number = BankLine.objects.count()
    file = BankFile.objects.create(
        account=account, name="f", kind="csv", state="taken", sent_by=make_person()
    )
    return BankLine.objects.create(
        account=account,
        file=file,
        fingerprint=number.to_bytes(32, "big"),
        booked_on=day,
        amount_minor=minor,
        currency="AUD",
        text=text,
    )


def a_payout(number: str, minor: int) -> Payout:
    return Payout.objects.create(
        processor="stripe",
        number=number,
        amount_minor=minor,
        currency="AUD",
        arrives_on=DAY,
        state="paid",
    )


class TestBothWays:
    def test_books_that_agree_have_no_difference(self, stripe, finance_femi):
        payments = [collected(stripe) for _each in range(3)]
        Refund.objects.ask(payments[0], aud(1000), "Twice", finance_femi)
        sending.send_refunds(NOON)
        going_back.dispute(stripe.books, at_stripe(stripe, payments[1]))
        compare()
        assert differences() == [] and ProcessorLine.objects.count() == 5

    def test_lost_notices_are_made_good(self, stripe):
        """A gift that we never heard of, a refund and a dispute of others."""
        silent = begun(make_due(stripe))
        stripe.faults.add("reset after", "POST /v1/payment_intents/.*/confirm")
        taking.go_on(silent, NOON)
        refunded, disputed = collected(stripe), collected(stripe)
        told = {"payment_intent": refunded.processor_ref, "amount": "500"}
        going_back.refund(stripe.books, told)
        going_back.dispute(stripe.books, at_stripe(stripe, disputed))
        compare()
        assert differences() == []
        silent.refresh_from_db()
        assert silent.is_settled
        kinds = LedgerEntry.objects.values_list("kind", flat=True)
        assert {"refund", "dispute_out"} <= set(kinds)

    def test_a_fee_that_was_not_known_yet_is_entered(self, stripe):
        payment = begun(make_due(stripe))
        stripe.books.clock = lambda: at(DAY).timestamp()
        taking.go_on(payment, NOON)
        line = stripe.books.all("balance_transaction")[0]
        fee = LedgerEntry.objects.get(kind="fee")
        assert -fee.amount_minor == line["fee"]
        late = intents.succeed(stripe.books, an_intent(stripe))
        other = make_gift(
            3000, DAY, processor="stripe", processor_ref=late["id"], idempotency_key="x"
        )
        compare()
        assert differences() == []
        assert other.entries.get(kind="fee").amount_minor == -intents.fee_of(3000)

    def test_money_that_our_books_do_not_have(self, stripe):
        intents.succeed(stripe.books, an_intent(stripe))
        compare()
        compare(at(DAY + timedelta(days=4)))
        assert differences() == [("missing here", 3000, None)]

    def test_money_that_stripe_does_not_show(self, stripe):
        payment = make_gift(3000, DAY, processor="stripe", processor_ref="pi_nowhere")
        compare()
        assert differences() == [("missing there", None, 3000)]
        assert Difference.objects.get().payment == payment

    def test_amounts_and_fees_that_differ(self, stripe):
        first, second = collected(stripe), collected(stripe)
        lines = stripe.books.all("balance_transaction")
        own = {each["source"]: each for each in lines}
        charge = at_stripe(stripe, first)["latest_charge"]
        stripe.books.find(charge)["amount"] = 3100
        own[at_stripe(stripe, second)["latest_charge"]]["fee"] += 7
        compare()
        fee = intents.fee_of(3000)
        assert sorted(differences()) == sorted(
            [("amount", 3100, 3000), ("fee", fee + 7, fee)]
        )

    def test_what_is_no_gift_is_named(self, stripe):
        stripe.books.balance("stripe_fee", {"id": None, "currency": "aud"}, -200)
        compare()
        assert differences() == [("other", -200, None)]

    def test_what_has_agreed_since_is_gone_by_itself(self, stripe):
        intent = intents.succeed(stripe.books, an_intent(stripe))
        compare()
        make_gift(3000, DAY, processor="stripe", processor_ref=intent["id"])
        compare(at(DAY + timedelta(days=30)))
        assert differences() == []
        assert Difference.objects.filter(gone_at__isnull=False).count() == 1

    def test_it_goes_on_where_it_was_cut_off(self, stripe, monkeypatch):
        for _each in range(4):
            collected(stripe)
        monkeypatch.setattr(reading, "SECONDS", -1.0)
        monkeypatch.setattr(reading, "AT_ONCE", 2)
        compare()
        assert ProcessorLine.objects.count() == 4 and differences() == []

    def test_a_stripe_that_does_not_answer_is_asked_again(self, stripe):
        collected(stripe)
        stripe.faults.add("reset before", "GET /v1/balance_transactions")
        now = at(DAY + timedelta(days=3))
        assert reading.compare_slice(now) == 0
        assert Comparison.objects.get().stage == "lines"
        assert reading.compare_slice(now) == 1

    def test_it_is_done_once_a_day(self, stripe):
        compare()
        assert reading.compare_slice(at(DAY + timedelta(days=3), 20)) == 0
        assert Comparison.objects.count() == 1
        reading.compare_slice(at(DAY + timedelta(days=4)))
        assert Comparison.objects.count() == 2

    def test_no_day_is_left_out_after_weeks_without_it(self, stripe):
        compare(at(DAY - timedelta(days=2)))
        collected(stripe)
        for _slice in range(5):
            reading.compare_slice(at(DAY + timedelta(days=21)))
        assert ProcessorLine.objects.count() == 1

    def test_a_line_to_go_on_from_that_is_gone_holds_it_up_a_day_at_most(self, stripe):
        collected(stripe)
        now = at(DAY + timedelta(days=3))
        Comparison.objects.create(
            processor="stripe", since=DAY, begun_at=now, cursor="txn_gone"
        )
        for later in (timedelta(), timedelta(days=2)):
            stripe.faults.add("reset before", "GET /v1/balance_transactions")
            assert reading.compare_slice(now + later) == 0
        assert Comparison.objects.get().cursor == ""
        assert reading.compare_slice(now + timedelta(days=2)) == 1

    def test_days_without_it_are_late(self, stripe):
        now = at(DAY)
        assert contributing.not_compared(now) is None
        payment = collected(stripe)
        Payment.objects.filter(pk=payment.pk).update(created_at=now - timedelta(days=3))
        assert contributing.not_compared(now)
        Comparison.objects.create(
            processor="stripe", since=DAY, stage="over", ended_at=now
        )
        assert contributing.not_compared(now) is None


class TestAPayout:
    @pytest.fixture
    def paid(self, stripe):
        for _each in range(2):
            collected(stripe)
        return stripe.books.pay_out()

    def test_it_is_the_sum_of_its_lines_and_one_line_of_the_bank(self, paid):
        net = 2 * (3000 - intents.fee_of(3000))
        line = a_bank_line(net, day=DAY + timedelta(days=2))
        a_bank_line(net, text="Somebody else", day=DAY + timedelta(days=1))
        compare()
        payout = Payout.objects.get()
        assert payout.amount == payout.sum_of_lines == aud(net)
        assert payout.bank_line == line and payout.lines.count() == 2
        line.refresh_from_db()
        assert line.state == "discarded" and differences() == []

    def test_a_sum_that_differs(self, stripe, paid):
        paid["amount"] -= 1
        compare()
        [(kind, theirs, ours)] = differences()
        assert (kind, ours - theirs) == ("payout sum", 1)

    def test_missing_only_once_the_statement_goes_that_far(self, paid):
        compare(at(DAY + timedelta(days=6)))
        assert differences() == []
        a_bank_line(77, day=DAY + timedelta(days=5))
        compare(at(DAY + timedelta(days=6)))
        [(kind, _theirs, _ours)] = differences()
        assert kind == "payout bank"
        a_bank_line(paid["amount"], day=DAY + timedelta(days=5))
        compare(at(DAY + timedelta(days=7)))
        assert differences() == []

    def test_a_statement_that_comes_in_months_later_is_looked_at_as_well(self, paid):
        compare()
        a_bank_line(77, day=DAY + timedelta(days=90))
        compare(at(DAY + timedelta(days=91)))
        [(kind, _theirs, _ours)] = differences()
        assert kind == "payout bank"
        a_bank_line(paid["amount"], day=DAY + timedelta(days=5))
        compare(at(DAY + timedelta(days=92)))
        assert differences() == []

    def test_one_that_travels_for_weeks_is_read_to_its_end(self, paid):
        paid["status"] = "in_transit"
        compare()
        assert Payout.objects.get().sum_of_lines is None
        paid["status"] = "paid"
        compare(at(DAY + timedelta(days=20)))
        payout = Payout.objects.get()
        assert payout.state == "paid" and payout.sum_of_lines == payout.amount

    def test_of_two_payouts_alike_one_takes_the_line(self, paid):
        a_bank_line(paid["amount"])
        for number in ("po_1", "po_2"):
            a_payout(number, paid["amount"])
        assert payouts.find_at_the_bank("stripe") == 1
        assert Payout.objects.exclude(bank_line=None).count() == 1

    def test_all_that_wait_are_looked_for_by_one_question(
        self, django_assert_num_queries
    ):
        for number in range(150):
            a_payout(f"po_{number}", 1000 + number)
        with django_assert_num_queries(1):
            assert payouts.find_at_the_bank("stripe") == 0
        a_bank_line(1149)
        assert payouts.find_at_the_bank("stripe") == 1

    def test_of_two_lines_alike_a_person_chooses(self, paid, finance_femi, signed_in):
        lines = [a_bank_line(paid["amount"]) for _each in range(2)]
        compare()
        payout = Payout.objects.get()
        assert payout.bank_line is None
        url = f"/admin/donations/payout/{payout.pk}/amend/bank/"
        client = signed_in(finance_femi)
        assert client.post(url, {"line": lines[1].pk}).status_code == 302
        payout.refresh_from_db()
        assert (payout.bank_line, payout.matched_by) == (lines[1], finance_femi)
        undo = f"/admin/donations/payout/{payout.pk}/amend/undoing/"
        client.post(undo)
        lines[1].refresh_from_db()
        assert lines[1].is_new


class TestAtTheDesk:
    def test_a_difference_says_what_to_do_and_is_settled_with_a_reason(
        self, stripe, finance_femi, signed_in
    ):
        intents.succeed(stripe.books, an_intent(stripe))
        compare()
        client = signed_in(finance_femi)
        assert "differences with Stripe" in client.get("/admin/").content.decode()
        listed = client.get("/admin/donations/difference/?waits=people")
        assert listed.context["cl"].result_count == 1
        difference = Difference.objects.get()
        url = f"/admin/donations/difference/{difference.pk}/"
        assert "of another site" in client.get(f"{url}change/").content.decode()
        assert client.post(f"{url}amend/settling/", {}).status_code == 422
        client.post(f"{url}amend/settling/", {"reason": "Our shop's"})
        compare(at(DAY + timedelta(days=4)))
        assert differences() == []

    def test_what_is_settled_opens_again_when_it_differs_otherwise(
        self, stripe, finance_femi
    ):
        intent = intents.succeed(stripe.books, an_intent(stripe))
        compare()
        settled = Difference.objects.get()
        settled.settle(finance_femi, "Our shop's")
        make_gift(2500, DAY, processor="stripe", processor_ref=intent["id"])
        for days in (4, 5):
            compare(at(DAY + timedelta(days=days)))
            assert differences() == [("amount", 3000, 2500)]
        settled.refresh_from_db()
        assert (settled.kind, settled.settled_reason) == ("missing here", "Our shop's")
        Difference.objects.open().get().settle(finance_femi, "It was typed by hand")
        compare(at(DAY + timedelta(days=6)))
        assert differences() == [] and Difference.objects.count() == 2

    def test_sums_that_change_are_shown_as_they_are(self, stripe):
        stripe.books.balance("stripe_fee", {"id": None, "currency": "aud"}, -200)
        compare()
        ProcessorLine.objects.update(amount_minor=-300)
        compare(at(DAY + timedelta(days=4)))
        assert differences() == [("other", -300, None)]

    def test_it_is_compared_once_more_by_hand(self, stripe, finance_femi, signed_in):
        intent = intents.succeed(stripe.books, an_intent(stripe))
        compare()
        make_gift(3000, DAY, processor="stripe", processor_ref=intent["id"])
        url = f"/admin/donations/difference/{Difference.objects.get().pk}/amend/again/"
        assert signed_in(finance_femi).post(url).status_code == 302
        assert differences() == []

    def test_lines_are_found_by_their_payment(self, stripe, finance_femi, signed_in):
        payment = collected(stripe)
        compare()
        url = f"/admin/donations/processorline/?q={payment.processor_ref}"
        assert signed_in(finance_femi).get(url).context["cl"].result_count == 1


def an_intent(stripe) -> dict:
    """Made at Stripe by hand, or by another site; of us nobody knows it."""
    customer = stripe.books.customer()
    told = {
        "amount": "3000",
        "currency": "aud",
        "customer": customer["id"],
        "payment_method": stripe.books.method(customer["id"], cards.GOOD)["id"],
    }
    return intents.create(stripe.books, told)
