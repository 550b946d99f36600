"""A closed month takes no line; what comes later stands in the next open one."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Event

import pytest
import time_machine
from django.db import connection, connections, transaction

from donations import closing, journal
from donations.models import BookRules, Dispute, LedgerEntry, MonthEvent, Refund
from donations.models.month_event import LOCKS
from ijm.money import Money
from tests.cast import found_the_charity, hire
from tests.make_donations import at, aud, make_fund, make_gift, make_payment
from tests.make_stories import make_person
from tests.refused import refused

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
NOW = at(date(2026, 3, 5))


def close(month: date = JANUARY, by=None, reason: str = "", shown: str = ""):
    who = by or make_person()
    return closing.close(month, who, reason, shown or closing.seen(month), NOW)


def entry_on(day: date, payment) -> LedgerEntry:
    """Straight into the table, past every verb."""
    return LedgerEntry.objects.create(
        kind="gift",
        amount_minor=100,
        currency="AUD",
        effective_on=day,
        donor=payment.donor,
        fund=payment.fund,
        payment=payment,
        source_key=f"test:{day}",
    )


@pytest.mark.django_db
class TestTheDatabase:
    def test_takes_no_line_in_a_closed_month(self):
        payment = make_payment()
        event = close()
        for day in (JANUARY, date(2026, 1, 31)):
            with refused("ledger_in_open_month"):
                entry_on(day, payment)
        for day in (date(2025, 12, 31), FEBRUARY):
            entry_on(day, payment)
        closing.reopen(JANUARY, event.by, "A cheque was forgotten", NOW)
        entry_on(JANUARY, payment)

    def test_closes_and_opens_by_turns_with_a_reason(self):
        by = make_person()
        say = {"month": JANUARY, "by": by}
        with refused("month_event_alternates"):
            MonthEvent.objects.create(verb="reopened", reason="x", **say)
        MonthEvent.objects.create(verb="closed", **say)
        with refused("month_event_alternates"):
            MonthEvent.objects.create(verb="closed", **say)
        with refused("month_reopened_has_reason"):
            MonthEvent.objects.create(verb="reopened", **say)
        with refused("month_event_of_a_month"):
            MonthEvent.objects.create(month=date(2026, 1, 2), verb="closed", by=by)


@pytest.mark.django_db
class TestClosing:
    def test_what_comes_late_stands_in_the_next_open_month(self):
        close(JANUARY)
        close(FEBRUARY)
        payment = make_gift(day=date(2026, 1, 31))
        assert payment.entries.get().effective_on == MARCH
        assert payment.received_on == date(2026, 1, 31)
        refund = Refund.objects.ask(payment, aud(100), "Twice", make_person())
        assert refund.pay(date(2026, 2, 1), "B").effective_on == MARCH
        reversal = payment.entries.get(kind="gift").reverse(JANUARY, "by mistake")
        assert reversal.effective_on == MARCH

    def test_not_before_it_is_over_nor_twice(self):
        with pytest.raises(closing.MonthNotOver):
            close(MARCH)
        event = close()
        with pytest.raises(closing.AlreadySo):
            close()
        with pytest.raises(closing.ReasonMissing):
            closing.reopen(JANUARY, event.by, "", NOW)
        closing.reopen(JANUARY, event.by, "A cheque", NOW)
        assert not MonthEvent.objects.closed()
        with pytest.raises(closing.AlreadySo):
            closing.reopen(JANUARY, event.by, "A cheque", NOW)

    def test_queues_stand_in_the_way_until_somebody_says_why(self):
        payment = make_gift(50000, day=date(2026, 2, 2))
        make_gift(100, day=JANUARY, idempotency_key="earlier")
        asked = Refund.objects.ask(payment, aud(20000), "Twice", make_person())
        asked.change(requested_at=at(date(2026, 2, 27)))
        Dispute.objects.begin(payment, aud(1), date(2026, 2, 20), "inquiry")
        assert [each.count for each in closing.in_the_way(FEBRUARY)] == [1, 1]
        assert [each.count for each in closing.in_the_way(JANUARY)] == []
        with pytest.raises(closing.ReasonMissing):
            close(FEBRUARY)
        assert close(FEBRUARY, reason="The auditor waits").reason

    def test_what_was_entered_since_one_looked_is_looked_at_again(self):
        shown = closing.seen(JANUARY)
        make_gift(day=date(2026, 1, 31))
        with pytest.raises(closing.MovedMeanwhile):
            close(shown=shown)
        assert not MonthEvent.objects.exists()

    def test_totals_per_fund_and_currency(self):
        raid = make_fund(code="raid", name="Raids")
        gift = make_gift(5000, day=JANUARY)
        make_gift(700, day=JANUARY, fund=raid, idempotency_key="b")
        make_gift(90, day=JANUARY, currency="JPY", idempotency_key="c")
        make_gift(1, day=FEBRUARY, idempotency_key="d")
        Dispute.objects.begin(gift, aud(5000), date(2026, 1, 9), fee_minor=25)
        found = {(row.fund, row.currency): row.net for row in closing.totals(JANUARY)}
        assert found == {
            ("Where it is needed most", "AUD"): aud(-25),
            ("Raids", "AUD"): aud(700),
            ("", "AUD"): aud(675),
            ("Where it is needed most", "JPY"): Money(90, "JPY"),
            ("", "JPY"): Money(90, "JPY"),
        }


def journal_of(form: str, month: date = JANUARY) -> list[tuple[str, ...]]:
    return [tuple(str(cell) for cell in row) for row in journal.rows(form, month)]


@pytest.mark.django_db
class TestTheJournal:
    @pytest.fixture(autouse=True)
    def books(self):
        BookRules.objects.create(
            bank_account="1000",
            clearing_account="1100",
            fee_account="6100",
            income_account="4000",
        )
        raid = make_fund(code="raid", name="Raids", account="4200")
        gift = make_gift(5050, day=date(2026, 1, 3), reference="GV-000000-0")
        make_gift(
            700, day=JANUARY, fund=raid, processor="stripe", idempotency_key="card"
        )
        Dispute.objects.begin(gift, aud(5050), date(2026, 1, 9), fee_minor=2500)
        gift.entries.get(kind="fee").reverse(date(2026, 1, 10), "waived")

    def test_every_line_twice_with_its_accounts(self):
        rows = [row[:5] for row in journal_of("generic")]
        assert rows == [
            ("2026-01-01", "1100", "raid", "7.00", ""),
            ("2026-01-01", "4200", "raid", "", "7.00"),
            ("2026-01-03", "1000", "general", "50.50", ""),
            ("2026-01-03", "4000", "general", "", "50.50"),
            ("2026-01-09", "1000", "general", "", "25.00"),
            ("2026-01-09", "6100", "general", "25.00", ""),
            ("2026-01-09", "1000", "general", "", "50.50"),
            ("2026-01-09", "4000", "general", "50.50", ""),
            ("2026-01-10", "1000", "general", "25.00", ""),
            ("2026-01-10", "6100", "general", "", "25.00"),
        ]

    def test_what_givers_add_for_costs_may_have_an_account_of_its_own(self):
        with_costs = {"day": date(2026, 1, 20), "costs_minor": 50}
        make_gift(1050, **with_costs, idempotency_key="costs")
        lines = [row[1:5] for row in journal_of("generic") if row[0] == "2026-01-20"]
        assert lines == [
            ("1000", "general", "10.50", ""),
            ("4000", "general", "", "10.50"),
        ]
        BookRules.current().change(costs_account="4900")
        lines = [row[1:5] for row in journal_of("generic") if row[0] == "2026-01-20"]
        assert lines == [
            ("1000", "general", "10.00", ""),
            ("4000", "general", "", "10.00"),
            ("1000", "general", "0.50", ""),
            ("4900", "general", "", "0.50"),
        ]
        for form, account, amount in (("xero", 3, 5), ("quickbooks", 2, 4)):
            costs = [row for row in journal_of(form) if row[account] == "4900"]
            assert [row[amount].lstrip("-") for row in costs] == ["0.50"]

    def test_xero_gets_journals_that_balance_one_for_each_narration(self):
        sums: dict[str, Decimal] = {}
        for narration, day, _words, account, _tax, amount, *_rest in journal_of("xero"):
            assert day == "31/01/2026" and account
            sums[narration] = sums.get(narration, Decimal(0)) + Decimal(amount)
        assert set(sums.values()) == {Decimal(0)} and len(sums) == 4

    def test_quickbooks_gets_debits_and_credits_that_balance(self):
        rows = journal_of("quickbooks")
        debits = sum(Decimal(row[3]) for row in rows if row[3])
        assert debits == sum(Decimal(row[4]) for row in rows if row[4]) > 0
        assert {row[1] for row in rows} == {"01/31/2026"}
        assert all(bool(row[3]) != bool(row[4]) for row in rows)

    @pytest.mark.parametrize("form", journal.TITLES)
    def test_each_row_has_a_cell_for_each_column(self, form):
        width = len(journal.columns(form))
        assert {len(row) for row in journal_of(form)} == {width}

    @pytest.mark.parametrize("form", journal.TITLES)
    def test_names_of_donors_stay_here(self, form):
        assert "Amara" not in str(journal_of(form))


@pytest.mark.django_db
@pytest.mark.usefixtures("charity")
class TestAtTheDesk:
    URL = "/admin/donations/monthevent/month/2026/1/"

    def test_look_close_and_open_again(self, finance_femi, signed_in):
        make_gift(day=date(2026, 1, 31))
        client = signed_in(finance_femi)
        with time_machine.travel(NOW):
            assert "January 2026" in (
                client.get("/admin/donations/monthevent/").content.decode()
            )
            page = client.get(self.URL)
            assert "$50" in page.content.decode()
            answer = client.post(self.URL, {"seen": page.context["seen"]})
            assert answer.status_code == 302
            assert MonthEvent.objects.closed() == {JANUARY}
            assert client.post(self.URL, {"reopen": "1"}).status_code == 422
            why = {"reopen": "1", "reason": "A cheque was forgotten"}
            assert client.post(self.URL, why).status_code == 302
        assert not MonthEvent.objects.closed()

    def test_whoever_looked_too_early_looks_again(self, finance_femi, signed_in):
        client = signed_in(finance_femi)
        with time_machine.travel(NOW):
            shown = client.get(self.URL).context["seen"]
            make_gift(day=date(2026, 1, 31))
            page = client.post(self.URL, {"seen": shown})
        assert page.status_code == 422
        assert "entered since you looked" in page.content.decode()

    def test_the_journal_is_a_file(self, finance_femi, signed_in):
        make_gift(5050, day=date(2026, 1, 31))
        answer = signed_in(finance_femi).get(f"{self.URL}journal/xero/")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["*Amount"] for row in rows] == ["50.50", "-50.50"]
        assert signed_in(finance_femi).get(f"{self.URL}journal/x/").status_code == 404

    def test_a_month_that_is_none(self, finance_femi, signed_in):
        url = "/admin/donations/monthevent/month/2026/13/"
        assert signed_in(finance_femi).get(url).status_code == 404


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory'"
            " AND classid = %s AND NOT granted)",
            [LOCKS],
        )
        return cursor.fetchone()[0]


def enter_while_closing(day: date) -> tuple[bool, int]:
    """A clerk's line is written but not committed while another closes the month.

    Whether the month was closed before the clerk was done, and the lines in it.
    """
    payment, person = make_payment(), hire("finance_femi")
    written, closed = Event(), Event()

    def clerk() -> bool:
        try:
            with transaction.atomic():
                entry_on(day, payment)
                written.set()
                while not closed.wait(0.01) and not somebody_waits():
                    pass
                return closed.is_set()
        finally:
            connections.close_all()

    def closer() -> None:
        try:
            written.wait()
            MonthEvent.objects.create(verb="closed", month=JANUARY, by=person)
            closed.set()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        overtaken, done = pool.submit(clerk), pool.submit(closer)
        done.result()
        return overtaken.result(), closing.entries(JANUARY).count()


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_lines_under_way():
    found_the_charity()
    assert enter_while_closing(date(2026, 1, 31)) == (False, 1)


@pytest.mark.django_db(transaction=True)
def test_a_line_of_another_month_holds_nothing_up():
    """The control: without the month's own lock the closing would overtake."""
    found_the_charity()
    assert enter_while_closing(date(2026, 2, 1)) == (True, 0)
