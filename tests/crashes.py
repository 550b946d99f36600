"""A hostile Stripe, a worker that is killed, and notices that lie: by a seed.

`live_through` lives through some hours of it, then through a calm day, and counts.
"""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client

from donations.models import Instalment, LedgerEntry, Payment
from tests.collector import Collector
from tests.donations.cards import NOON, make_due
from tests.stripe_double import StripeDouble, cards
from tests.stripe_double.post import Notice

TURNS, RATE = 6, 0.25
HANDS = (cards.GOOD, cards.GOOD, cards.GOOD, cards.INSUFFICIENT, cards.LOST)
ANY = r"(GET|POST) .*"
ADDRESS = "/donations/notices/stripe/"


@dataclass(frozen=True)
class Found:
    """`twice`: instalments with two captured charges. `apart`: sums of the two books

    that differ, or charges that no settled payment of ours knows. `stuck`: open, and on
    no list that people see.
    """

    kills: int
    requests: int
    twice: int
    apart: int
    stuck: int
    unknown: int


def live_through(double: StripeDouble, collector: Collector, seed: int) -> Found:
    chance = random.Random(seed)
    dues = [make_due(double, chance.choice(HANDS)) for _each in range(3)]
    begun = len(double.faults.seen)
    double.faults.at_random(seed, RATE)
    kills = 0
    for turn in range(TURNS):
        now = NOON + timedelta(minutes=11 * turn)
        kills += _turn(double, collector, chance, now)
        _deliver(double, chance)
    requests = len(double.faults.seen) - begun
    double.faults.calm()
    for hours in (3, 9, 26, 60):
        if hours > 24:
            double.prune_keys()
        collector.turn(NOON + timedelta(hours=hours), "notices", "recover")
    return _count(double, dues, kills, requests)


def _turn(
    double: StripeDouble, collector: Collector, chance: random.Random, now: datetime
) -> int:
    """Half of the turns are cut off by -9 around some request or other."""
    if chance.random() < 0.5:
        kind = chance.choice(["reset before", "reset after"])
        double.faults.add(kind, ANY, run=collector.kill)
    ended = collector.turn(now, "collect", "recover", "notices")
    double.faults.waiting.clear()
    return ended == -9


def _deliver(double: StripeDouble, chance: random.Random) -> None:
    """Lost, doubled, out of order, and one from somebody else."""
    notices = double.post.waiting()
    post = [n for n in notices for _copy in range(chance.choice([0, 1, 1, 2]))]
    chance.shuffle(post)
    forged = [double.post.notice(n.event, secret="whsec_forged") for n in notices[:1]]
    client = Client()
    for notice in post:
        assert _sent(client, notice) == 200
    assert {_sent(client, notice) for notice in forged} <= {400}


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
        if charge["metadata"]["payment"] in owner
    ]
    times = Counter(owner[charge["metadata"]["payment"]] for charge in captured)
    settled = {str(each.pk) for each in payments if each.is_settled}
    known = {charge["metadata"]["payment"] for charge in captured}
    lines = LedgerEntry.objects.filter(kind="gift", payment__in=payments)
    ours = sum(lines.values_list("amount_minor", flat=True))
    theirs = sum(charge["amount"] for charge in captured)
    states = Counter(each.state for each in payments)
    open_still = sum(states[state] for state in ("created", "submitted", "processing"))
    return Found(
        kills=kills,
        requests=requests,
        twice=sum(count > 1 for count in times.values()),
        apart=len(settled ^ known) + (ours != theirs),
        stuck=open_still,
        unknown=states["unknown"],
    )
