"""Notices about one card that come at once wait for each other, and none is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from donations.collecting import keeping_up
from donations.collecting.stopping import stop
from donations.going_back.following import follow, hold_pledges_about
from donations.models import Dispute, Payment, Pledge
from donations.processors.answers import MethodNow
from tests.donations.cards import NOON, at_stripe, collected
from tests.stripe_double import going_back
from tests.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)
BLOCKED = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def anybody_waits() -> bool:
    with connection.cursor() as cursor:
        # Within a transaction the view stays as it was when it was first read.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(BLOCKED)
        return cursor.fetchone() != (0,)


def both(payment: Payment, other: Callable[[], Any]) -> None:
    """A dispute is half through when the other comes, and goes on when that waits."""
    held = Event()

    def disputed() -> None:
        with transaction.atomic():
            hold_pledges_about(payment)
            held.set()
            until(anybody_waits, 20)
            payment.lock()
            stop(payment.stored_method, "disputed", NOON)

    def comes() -> None:
        held.wait(20)
        other()

    def in_a_thread(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(in_a_thread, work) for work in (disputed, comes)]:
            done.result(60)  # a deadlock raises here


def test_a_card_is_taken_away_while_its_gift_is_disputed(charity, double):
    payment = collected(double)
    method = payment.stored_method
    gone = MethodNow(method.processor_ref, method.customer_ref, why_not="detached")
    both(payment, lambda: keeping_up.write_down(method, gone, timezone.now()))
    method.refresh_from_db()
    assert method.ended_reason == "disputed"
    assert Pledge.objects.get().state == Pledge.LAPSED


def test_two_gifts_of_one_card_are_disputed_at_once(charity, double):
    first, second = collected(double), collected(double)
    own = second.instalment.pledge
    own.change(stored_method=first.stored_method, donor=first.donor)
    second.change(stored_method=first.stored_method)
    for payment in (first, second):
        going_back.dispute(double.books, at_stripe(double, payment))
    both(first, lambda: follow(second, timezone.now()))
    assert set(Pledge.objects.values_list("state", flat=True)) == {Pledge.LAPSED}
    assert Dispute.objects.get().payment == second
