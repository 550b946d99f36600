"""Kill the sending process again and again, then count what the server took.

`python -m tests.bench kills` does it 20 times over 40,000 readers (DESIGN §9).
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from newsletter.models import Delivery, Issue
from newsletter.sending import claiming
from newsletter.sending.slice import BATCH
from newsletter.sending.smtp_road import CONNECTIONS
from tests.make_issues import make_issue, make_many_readers, make_rules, make_under_way

ROOT = Path(__file__).resolve().parents[1]
OF_THE_SENDER = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'sender_for_tests'
"""


@dataclass(frozen=True)
class Count:
    """`lost`: accounted for by no mail and by no row that says so."""

    kills: int
    twice: int
    lost: int
    unknown: int
    sent: int
    in_flight_at_most: int = 2 * BATCH + CONNECTIONS


def killed_while_sending(
    readers: int, kills: int, seed: int, naive: bool = False
) -> Count:
    make_rules(per_second=100_000)
    make_many_readers(readers)
    issue = make_under_way(make_issue())
    with tempfile.TemporaryDirectory() as folder:
        taken = Path(folder) / "taken"
        sink = _sink(taken)
        assert sink.stdout
        url = f"smtp://127.0.0.1:{sink.stdout.readline().strip()}"
        try:
            done = _kill_and_kill(issue, url, taken, kills, random.Random(seed), naive)
        finally:
            sink.kill()
            sink.wait()
        return _count(issue, taken.read_text(encoding="ascii").split(), done)


def _sink(taken: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.sink", str(taken)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def _kill_and_kill(
    issue: Issue, url: str, taken: Path, kills: int, chance: random.Random, naive: bool
) -> int:
    """Each process is killed after a share of the mails; the last one may finish."""
    done = 0
    share = issue.deliveries.count() // (kills + 1)
    for _each in range(kills):
        sender = _sender(url, naive)
        before = _lines(taken)
        stop_after = before + chance.randrange(1, max(2, share))
        while sender.poll() is None and _lines(taken) < stop_after:
            time.sleep(0.002)
        if sender.poll() is None:
            sender.kill()
            done += 1
        sender.wait()
        if not naive:
            # Time passes until the leases of the dead are over; what they had asked of
            # the database has long been carried out by then.
            _wait_for_its_last_words()
            claiming.give_up_on_the_lost(timezone.now() + 2 * claiming.LEASE)
    sender = _sender(url, naive)
    sender.wait(timeout=300)
    return done


def _wait_for_its_last_words() -> None:
    """The server ends a dead client's statement before it notices the death."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(OF_THE_SENDER)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.01)


def _sender(url: str, naive: bool) -> "subprocess.Popen[bytes]":
    told = json.dumps({"database": connection.settings_dict["NAME"], "url": url})
    command = [sys.executable, "-m", "tests.newsletter.sender_for_tests", told]
    return subprocess.Popen(
        [*command, *(["naive"] if naive else [])],
        cwd=ROOT,
        env={**os.environ, "PGAPPNAME": "sender_for_tests"},
        stdout=subprocess.DEVNULL,
    )


def _lines(taken: Path) -> int:
    return taken.read_bytes().count(b"\n") if taken.exists() else 0


def _count(issue: Issue, recipients: list[str], kills: int) -> Count:
    copies = Counter(recipients)
    states = dict(
        issue.deliveries.select_related("subscriber").values_list(
            "subscriber__address", "state"
        )
    )
    told = {address for address, state in states.items() if state == "sent"}
    unknown = sum(state == Delivery.State.UNKNOWN for state in states.values())
    open_rows = sum(state in {"pending", "sending"} for state in states.values())
    return Count(
        kills=kills,
        twice=sum(count > 1 for count in copies.values()),
        lost=len(told - set(copies)) + open_rows,
        unknown=unknown,
        sent=len(told),
    )
