"""What goes back of a payment is held by PostgreSQL: never more than came, by two."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections

from donations.models import Dispute, Payment, Refund
from tests.cast import hire
from tests.make_donations import make_gift, make_payment
from tests.make_stories import make_person
from tests.refused import refused

CLERKS = 8


def row(payment: Payment, minor: int = 1000, **columns) -> Refund:
    """Straight into the table, past every verb."""
    defaults = {
        "reason": "Sent twice",
        "requested_by": columns.pop("by", None) or make_person(),
        "state": "requested",
    }
    return Refund.objects.create(
        payment=payment, amount_minor=minor, **{**defaults, **columns}
    )


def taken(payment: Payment, minor: int = 1000, **columns) -> Dispute:
    return Dispute.objects.create(
        payment=payment, amount_minor=minor, opened_on=date(2026, 1, 25), **columns
    )


def claimed(payment: Payment) -> tuple[int, int]:
    payment.refresh_from_db()
    return payment.refunded_minor, payment.disputed_minor


@pytest.mark.django_db
class TestTheDatabase:
    def test_caps_the_sum_of_refunds_and_disputes(self):
        payment = make_gift(2500)
        row(payment, 1000)
        taken(payment, 1000)
        with refused("payment_goes_back_once"):
            row(payment, 501)
        with refused("payment_goes_back_once"):
            taken(payment, 501)
        row(payment, 500)
        assert claimed(payment) == (1500, 1000)

    @pytest.mark.parametrize("state", ["refused", "failed"])
    def test_gives_the_room_back(self, state):
        payment, by = make_gift(2500), make_person()
        if state == "failed":
            refund = row(payment, 2500, state="pending", free_up_to_minor=2500)
        else:
            refund = row(payment, 2500, by=by)
        refund.change(state=state, ended_reason="The account is closed")
        assert claimed(payment) == (0, 0)
        row(payment, 2500, by=by)

    def test_knows_no_refund_of_money_that_never_came(self):
        with refused("refund_of_received_money"):
            row(make_payment(amount_minor=2500))
        failed = make_payment(make_gift().donor, state="failed", idempotency_key="f")
        with refused("refund_of_received_money"):
            row(failed)
        with refused("dispute_of_received_money"):
            taken(failed)

    def test_holds_a_payment_where_it_is_while_some_of_it_went_back(self):
        payment = make_gift()
        row(payment)
        with refused("payment_went_back_after_it_came"):
            payment.change(state="failed", received_on=None)

    def test_changes_neither_amount_nor_payment(self):
        refund, dispute = row(make_gift()), taken(make_gift(donor=None))
        other = make_gift(idempotency_key="other")
        for each in (refund, dispute):
            with refused("amount_is_fixed"):
                each.change(amount_minor=1)
            with refused("amount_is_fixed"):
                each.change(payment=other)
            with refused("Cannot delete"):
                type(each).objects.filter(pk=each.pk).delete()

    @pytest.mark.parametrize(
        ("column", "value"),
        [("amount_minor", 1), ("currency", "NZD"), ("received_on", date(2026, 1, 1))],
    )
    def test_changes_nothing_of_what_was_received(self, column, value):
        with refused("payment_received_is_fixed"):
            make_gift().change(**{column: value})

    def test_wants_two_people_above_the_rule_of_the_day(self):
        payment, by = make_gift(), make_person()
        with refused("refund_agreed_to"):
            row(payment, state="pending", free_up_to_minor=999)
        with refused("refund_by_two_people"):
            row(payment, state="pending", by=by, approved_by=by)
        row(payment, state="pending", free_up_to_minor=1000)

    @pytest.mark.parametrize(
        ("columns", "name"),
        [
            ({"minor": 0}, "refund_above_zero"),
            ({"minor": -1}, "payment_gone_not_below_zero"),
            ({"state": "failed"}, "refund_goes_forward"),
            ({"state": "succeeded"}, "refund_goes_forward"),
            ({"state": "perhaps"}, "refund_goes_forward"),
            ({"ended_reason": "because"}, "refund_ended_has_reason"),
        ],
    )
    def test_begins_a_refund_as_a_question(self, columns, name):
        payment = make_gift()
        with refused(name):
            row(payment, **columns)

    def test_moves_a_refund_only_forward(self):
        refund = row(make_gift())
        with refused("refund_goes_forward"):
            refund.change(state="succeeded")
        refund.change(state="refused", ended_reason="no")
        for state in ("requested", "pending"):
            with refused("refund_goes_forward"):
                refund.change(state=state, ended_reason="")

    def test_wants_date_and_reference_of_what_was_sent_each_once(self):
        payment = make_gift()
        free = {"state": "pending", "free_up_to_minor": 1000}
        first, second = row(payment, **free), row(payment, **free)
        with refused("refund_sent_has_date_and_reference"):
            first.change(state="succeeded")
        sent = {"state": "succeeded", "paid_on": date(2026, 1, 21)}
        first.change(processor_ref="BANK-1", **sent)
        with refused("processor_ref"):
            second.change(processor_ref="BANK-1", **sent)
        with refused("idempotency_key"):
            row(payment, idempotency_key=first.idempotency_key)

    @pytest.mark.parametrize(
        ("columns", "name"),
        [
            ({"minor": 0}, "dispute_above_zero"),
            ({"fee_minor": -1}, "dispute_fee_not_below_zero"),
            ({"state": "won"}, "dispute_goes_forward"),
            ({"ended_on": date(2026, 2, 1)}, "dispute_decided_has_date"),
        ],
    )
    def test_begins_a_dispute_undecided(self, columns, name):
        payment = make_gift()
        with refused(name):
            taken(payment, **columns)

    def test_decides_a_dispute_once(self):
        dispute = taken(payment := make_gift())
        with refused("dispute_decided_has_date"):
            dispute.change(state="won")
        dispute.change(state="won", ended_on=date(2026, 2, 1))
        assert claimed(payment) == (0, 0)
        with refused("dispute_goes_forward"):
            dispute.change(state="lost")

    def test_an_inquiry_claims_nothing(self):
        dispute = taken(payment := make_gift(), 5000, state="inquiry")
        assert claimed(payment) == (0, 0)
        dispute.change(state="open")
        assert claimed(payment) == (0, 5000)


def eight_clerks(payment: Payment, person) -> list[bool]:
    """Each sends 1000 of 2500 back at the same moment, past every form and verb."""
    barrier = Barrier(CLERKS)

    def clerk(_number: int) -> bool:
        try:
            barrier.wait()
            row(payment, by=person, idempotency_key=uuid4())
        except DatabaseError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(CLERKS) as pool:
        return list(pool.map(clerk, range(CLERKS)))


@contextmanager
def without(trigger: str):
    """The trigger of refunds sleeps meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", [f"%{trigger}%"]
        )
        (name,) = (found for (found,) in cursor.fetchall())
        table = connection.ops.quote_name(Refund._meta.db_table)
        cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
        try:
            yield
        finally:
            cursor.execute(f'ALTER TABLE {table} ENABLE TRIGGER "{name}"')


@pytest.mark.django_db(transaction=True)
def test_eight_clerks_at_once_send_back_no_more_than_came():
    payment, person = make_gift(2500), hire("finance_femi")
    assert sum(eight_clerks(payment, person)) == 2
    assert claimed(payment) == (2000, 0)
    assert Refund.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_trigger_each_of_them_does():
    """The control: nothing else holds them apart."""
    payment, person = make_gift(2500), hire("finance_femi")
    with without("refund_is_counted"):
        assert sum(eight_clerks(payment, person)) == CLERKS
