"""An issue to many readers: whole deliveries against a loop that only writes bytes."""

import itertools
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import override_settings
from django.utils import timezone

from newsletter.models import Issue
from newsletter.sending.claiming import Claimed
from newsletter.sending.freezing import fan_out
from newsletter.sending.message import compile_issue, parcel
from newsletter.sending.roads import bulk
from newsletter.sending.slice import send_slice
from tests.bench.load import Sample
from tests.bench.rows import Bench, Drill, Row
from tests.kills import killed_while_sending
from tests.make_issues import make_issue, make_many_readers, make_rules, make_under_way

READERS = 150_000
MILLION = 1_000_000
BYTES = 15_000  # of each mail
BARE = """
    INSERT INTO newsletter_delivery
        (issue_id, subscriber_id, state, attempts, provider_id, code)
    SELECT %s, id, 'pending', 0, '', '' FROM newsletter_subscriber
"""


@contextmanager
def sending() -> Iterator[list[Row]]:
    make_rules(per_second=100_000)
    make_many_readers(READERS)
    with sink_process() as url, override_settings(BULK_EMAIL_URL=url):
        issue = make_under_way(make_big_issue())
        content = _one_mail(issue)
        port = int(url.rpartition(":")[2])
        yield [
            Row("a bare loop of the same bytes", lambda s: _bare(port, content, s)),
            Row(
                f"deliveries of an issue, {len(content) // 1000} KB",
                lambda seconds: _deliver(issue, seconds),
                "a bare loop of the same bytes",
            ),
        ]


def make_big_issue(slug: str = "october-news") -> Issue:
    """Six stories and an opening as long as it takes."""
    words = "The clerk read it twice and then asked for the other book. "
    issue = make_issue(6, slug=slug)
    issue.change(intro=words * (BYTES // (2 * len(words)) - 20))
    return issue


@contextmanager
def sink_process() -> Iterator[str]:
    with tempfile.NamedTemporaryFile() as file:
        sink = subprocess.Popen(
            [sys.executable, "-m", "tests.sink", file.name],
            cwd=Path(__file__).resolve().parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert sink.stdout
            yield f"smtp://127.0.0.1:{sink.stdout.readline().strip()}"
        finally:
            sink.kill()
            sink.wait()


def _one_mail(issue: Issue) -> bytes:
    reader = Claimed(1, 1, "reader1@many.example.org")
    return parcel(
        reader, issue, compile_issue(issue, issue.frozen), timezone.now()
    ).content


def _deliver(issue: Issue, seconds: float) -> Sample:
    issue.refresh_from_db()
    cpu, began = time.process_time(), time.monotonic()
    sent = send_slice(issue, bulk(), seconds)
    took = time.monotonic() - began
    return Sample(sent / took, (time.process_time() - cpu) / max(sent, 1))


def _bare(port: int, content: bytes, seconds: float) -> Sample:
    """One blocking connection, as fast as it goes; nothing is kept or counted."""
    with socket.create_connection(("127.0.0.1", port)) as talk:
        answers = talk.makefile("rb")
        answers.readline()
        talk.sendall(b"EHLO bench\r\n")
        while answers.readline()[3:4] == b"-":
            pass
        cpu, began = time.process_time(), time.monotonic()
        for sent in itertools.count():
            if time.monotonic() - began > seconds:
                took = time.monotonic() - began
                return Sample(sent / took, (time.process_time() - cpu) / max(sent, 1))
            talk.sendall(b"MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n")
            for _reply in range(3):
                answers.readline()
            talk.sendall(content + b".\r\n")
            answers.readline()
    raise AssertionError


@contextmanager
def fanning_out() -> Iterator[list[Row]]:
    """A million rows each time, against the same rows without a question asked."""
    make_rules()
    make_many_readers(MILLION)
    numbers = itertools.count()

    def ready() -> Issue:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE newsletter_delivery CASCADE")
        issue = make_issue(1, slug=f"fan-{next(numbers)}")
        issue.change(state="scheduled", send_at=timezone.now())
        return issue

    def bare(_seconds: float) -> Sample:
        issue = ready()
        with connection.cursor() as cursor:
            return _timed(lambda: _inserted(cursor, issue.pk))

    def fan(_seconds: float) -> Sample:
        issue = ready()
        return _timed(lambda: fan_out(issue, timezone.now()))

    yield [
        Row("a bare INSERT … SELECT of the same rows", bare),
        Row("rows of a fan-out", fan, "a bare INSERT … SELECT of the same rows"),
    ]


def _inserted(cursor: Any, issue: int) -> int:
    cursor.execute(BARE, [issue])
    return cursor.rowcount


def _timed(work: Callable[[], int]) -> Sample:
    cpu, began = time.process_time(), time.monotonic()
    count = work()
    took = time.monotonic() - began
    return Sample(count / took, (time.process_time() - cpu) / max(count, 1))


def kills() -> tuple[str, bool]:
    found = killed_while_sending(readers=40_000, kills=20, seed=1)
    bound = found.in_flight_at_most * found.kills
    held = not found.twice and not found.lost and found.unknown <= bound
    return f"{found}; unknown may be {bound} at most", held


DRILLS = (Drill("kills", kills),)
BENCHES = (Bench("sending", sending), Bench("fan-out", fanning_out))
