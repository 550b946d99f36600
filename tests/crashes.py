"""A hostile Stripe, a worker that is killed, and notices that lie: by a seed.

`live_through` lives through some hours of it, with givers at Stripe's page and gifts
that are sent back again by clerks and in Stripe's own pages, then through a calm day,
and counts.
"""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from donations.models import (
    Instalment,
    LedgerEntry,
    NotRefundable,
    Payment,
    ProcessorNotice,
    Refund,
)
from ijm.models import StaffMember
from ijm.money import Money
from tests.collector import Collector
from tests.crashes_at_checkout import Counted, Givers
from tests.donations.cards import NOON, make_due
from tests.stripe_double import Refusal, StripeDouble, cards, going_back
from tests.stripe_double.post import Notice

TURNS, RATE = 6, 0.25
HANDS = (cards.GOOD, cards.GOOD, cards.GOOD, cards.INSUFFICIENT, cards.LOST)
ANY = r"(GET|POST) .*"
ADDRESS = "/donations/notices/stripe/"


@dataclass(frozen=True)
class Found:
    """`twice`: instalments with two captured charges, or refunds that were sent twice,

    or pages of Stripe's where a giver's money was taken twice.

    `apart`: sums of the two books that differ, or charges that no settled payment of
    ours knows. `stuck`: open, and on no list that people see.
    """

    kills: int
    requests: int
    twice: int
    apart: int
    stuck: int
    unknown: int
    sent_back: int
    paid_on_pages: int


def live_through(double: StripeDouble, collector: Collector, seed: int) -> Found:
    chance, by = random.Random(seed), _clerk()
    # Each life in a month of its own, so that Stripe's lines of others are old.
    # In the early hours of UTC: a day ends nowhere near it where the charity lives.
    began = timezone.now().replace(hour=3) + timedelta(days=30 * seed)
    double.books.clock = began.timestamp
    dues = [make_due(double, chance.choice(HANDS)) for _each in range(3)]
    givers = Givers(double, collector, chance, began)
    begun = len(double.faults.seen)
    double.faults.at_random(seed, RATE)
    kills = 0
    for turn in range(TURNS):
        now = NOON + timedelta(minutes=11 * turn)
        kills += _turn(double, collector, chance, now)
        givers.turn(now - NOON)
        _send_back(double, dues, chance, by)
        _deliver(double, chance, now)
    requests = len(double.faults.seen) - begun
    double.faults.calm()
    for hours in (3, 9, 26, 60):
        if hours > 24:
            double.prune_keys()
        later = NOON + timedelta(hours=hours)
        collector.turn(later, "notices", "recover", "refund")
    givers.come_to_an_end()
    collector.turn(began + timedelta(days=1), "compare")
    found = _count(double, dues, kills + givers.kills, requests)
    return _with(found, givers.counted())


def _with(found: Found, counted: Counted) -> Found:
    return replace(
        found,
        twice=found.twice + counted.twice,
        apart=found.apart + counted.apart,
        stuck=found.stuck + counted.stuck,
        paid_on_pages=counted.paid,
    )


def _turn(
    double: StripeDouble, collector: Collector, chance: random.Random, now: datetime
) -> int:
    """Half of the turns are cut off by -9 around some request or other."""
    if chance.random() < 0.5:
        kind = chance.choice(["reset before", "reset after"])
        double.faults.add(kind, ANY, run=collector.kill)
    ended = collector.turn(now, "collect", "refund", "recover", "notices")
    double.faults.waiting.clear()
    return ended == -9


def _clerk() -> StaffMember:
    email = "clerk@example.org"
    known = StaffMember.objects.filter(email=email).first()
    return known or StaffMember.objects.create_user(email, "a password of nobody")


def _send_back(
    double: StripeDouble, dues: list[Instalment], chance: random.Random, by: StaffMember
) -> None:
    """Now and then a clerk sends a part back, or somebody in Stripe's own pages."""
    for payment in Payment.objects.settled().filter(instalment__in=dues):
        what = chance.random()
        if what < 0.3:
            with suppress(NotRefundable):
                part = Money(chance.choice([700, 3000]), payment.currency)
                Refund.objects.ask(payment, part, "By chance", by)
        elif what < 0.4:
            told = {"payment_intent": payment.processor_ref, "amount": "500"}
            with suppress(Refusal), double.books.lock:
                going_back.refund(double.books, told)


def _deliver(double: StripeDouble, chance: random.Random, now: datetime) -> None:
    """Lost, doubled, out of order, and one from somebody else."""
    notices = double.post.waiting()
    post = [n for n in notices for _copy in range(chance.choice([0, 1, 1, 2]))]
    chance.shuffle(post)
    forged = [double.post.notice(n.event, secret="whsec_forged") for n in notices[:1]]
    client = Client()
    for notice in post:
        assert _sent(client, notice) == 200
    assert {_sent(client, notice) for notice in forged} <= {400}
    # They came on the day that is lived, not on that of this machine.
    fresh = ProcessorNotice.objects.filter(applied_at=None, received_at__gt=now)
    fresh.update(received_at=now, look_again_at=now)


def _sent(client: Client, notice: Notice) -> int:
    answer = client.post(
        ADDRESS,
        notice.body,
        content_type="application/json",
        headers=notice.headers,
    )
    return answer.status_code


def _count(
    double: StripeDouble, dues: list[Instalment], kills: int, requests: int
) -> Found:
    payments = Payment.objects.filter(instalment__in=dues)
    owner = {str(each.pk): each.instalment_id for each in payments}
    captured = [
        charge
        for charge in double.books.captured()
        if charge["metadata"].get("payment") in owner
    ]
    times = Counter(owner[charge["metadata"]["payment"]] for charge in captured)
    settled = {str(each.pk) for each in payments if each.is_settled}
    known = {charge["metadata"]["payment"] for charge in captured}
    lines = LedgerEntry.objects.of_gifts().filter(payment__in=payments)
    ours = sum(lines.values_list("amount_minor", flat=True))
    back = _sent_back(double, payments)
    theirs = sum(charge["amount"] for charge in captured)
    theirs -= sum(each["amount"] for each in back)
    asked = Counter(each["metadata"].get("refund", each["id"]) for each in back)
    unsent = Refund.objects.to_send().filter(payment__in=payments)
    states = Counter(each.state for each in payments)
    open_still = sum(states[state] for state in ("created", "submitted", "processing"))
    return Found(
        kills=kills,
        requests=requests,
        twice=sum(count > 1 for count in [*times.values(), *asked.values()]),
        apart=len(settled ^ known) + (ours != theirs),
        stuck=open_still + unsent.count(),
        unknown=states["unknown"],
        sent_back=len(back),
        paid_on_pages=0,
    )


def _sent_back(double: StripeDouble, payments: Any) -> list[dict[str, Any]]:
    """What stands at Stripe as refunds of these payments, by whomever."""
    numbers = set(payments.values_list("processor_ref", flat=True))
    refunds = double.books.all("refund")
    return [each for each in refunds if each["payment_intent"] in numbers]
