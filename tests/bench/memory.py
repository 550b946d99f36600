"""What the sending process holds in memory: the same for ten thousand and a million."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.db import connection
from django.utils import timezone

from newsletter.models import Issue, Subscriber
from tests.bench.rows import Drill
from tests.bench.sending import make_big_issue
from tests.make_issues import make_many_readers, make_rules, make_under_way

ROOT = Path(__file__).resolve().parents[2]
FEW, MANY = 10_000, 1_000_000
SENT_OF_MANY = 60_000  # of a million; what it holds does not grow with what it did
GROWTH = 1.1
PATIENCE = 600.0


def memory() -> tuple[str, bool]:
    make_rules(per_second=100_000)
    few = _peak(FEW, until=FEW)
    first, many = _peak(MANY, until=FEW), _peak(MANY, until=SENT_OF_MANY)
    sentence = (
        f"peak of the sending process: {few:.0f} MB after all of {FEW:,} readers; "
        f"of {MANY:,} readers {first:.0f} MB after {FEW:,}, "
        f"{many:.0f} MB after {SENT_OF_MANY:,}"
    )
    return sentence, max(first, many) <= GROWTH * few


def _peak(readers: int, until: int) -> float:
    """Megabytes, once `until` mails of an issue to so many have been taken."""
    make_many_readers(readers - Subscriber.objects.count())
    slug = f"memory-{readers}-{until}"
    issue = make_under_way(make_big_issue(slug))
    with tempfile.TemporaryDirectory() as folder:
        taken = Path(folder) / "taken"
        sink = _process(["tests.sink", str(taken)])
        assert sink.stdout
        url = f"smtp://127.0.0.1:{sink.stdout.readline().strip()}"
        told = {"database": connection.settings_dict["NAME"], "url": url}
        sender = _process(["tests.newsletter.sender_for_tests", json.dumps(told)])
        try:
            return _watched(sender, taken, until)
        finally:
            for process in (sender, sink):
                process.kill()
                process.wait()
            Issue.objects.filter(pk=issue.pk).update(
                state="cancelled", cancelled_at=timezone.now()
            )


def _watched(sender: "subprocess.Popen[str]", taken: Path, until: int) -> float:
    """The process may end by itself, all being sent: its peak was read just before."""
    peak, patience = 0.0, time.monotonic() + PATIENCE
    while sender.poll() is None and time.monotonic() < patience:
        peak = max(peak, _megabytes(sender.pid))
        if taken.exists() and taken.read_bytes().count(b"\n") >= until:
            break
        time.sleep(0.05)
    return peak


def _megabytes(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


def _process(arguments: list[str]) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


DRILLS = (Drill("memory", memory),)
