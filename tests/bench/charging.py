"""Collecting by card, at its worst: 200 lives of a worker that is killed, by chance."""

import logging
from collections import Counter
from dataclasses import asdict

from django.test import override_settings

from tests import crashes
from tests.bench.rows import Drill
from tests.collector import collecting
from tests.stripe_double import SECRET_KEY, StripeDouble

RUNS = 200


def charges() -> tuple[str, bool]:
    logging.disable(logging.WARNING)  # of what goes wrong on purpose
    double = StripeDouble()
    sums: Counter[str] = Counter()
    with (
        override_settings(
            STRIPE_SECRET_KEY=SECRET_KEY,
            STRIPE_WEBHOOK_SECRET=double.post.secret,
            STRIPE_API_BASE=double.url,
        ),
        collecting() as collector,
    ):
        for seed in range(RUNS):
            sums.update(asdict(crashes.live_through(double, collector, seed)))
    double.close()
    logging.disable(logging.NOTSET)
    held = not sums["twice"] and not sums["apart"] and not sums["stuck"]
    said = ", ".join(f"{name} {count}" for name, count in sums.items())
    return f"{RUNS} lives of three instalments and two givers: {said}", held


DRILLS = (Drill("charges", charges),)
