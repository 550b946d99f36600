"""Loaded before Django: nothing of this shell's or this checkout's demo reaches a test.

Runs of one checkout at the same time each take a slot, and with it databases and
folders of their own; the workers of one run share the slot but not the folders.
"""

import fcntl
import os
import re
import shutil
from pathlib import Path
from typing import IO

CHECKOUT = Path(__file__).resolve().parent.parent
# Which server to test on is the caller's to say.
KEPT = {"PG_BIN", "TEST_DATABASE_URL"}
RUNS = CHECKOUT / "var" / "test"


def _forget_the_shells_configuration() -> None:
    documented = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
    names = re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", documented, re.MULTILINE)
    for name in set(names) - KEPT:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)


def _take_a_slot() -> tuple[str, IO[str]]:
    RUNS.mkdir(parents=True, exist_ok=True)
    for number in range(100):
        claim = (RUNS / f"{number}.lock").open("a")
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            claim.close()
            continue
        return str(number), claim
    raise SystemExit("A hundred test runs of this checkout are under way already.")


_forget_the_shells_configuration()
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if not worker:
    # Kept open, and so locked, until this process ends.
    os.environ["TEST_SLOT"], claim = _take_a_slot()

folder = RUNS / "-".join(filter(None, [os.environ["TEST_SLOT"], worker]))
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)

os.environ["MODE"] = "test"
os.environ["DATA_DIR"] = str(folder)
# Playwright's fixtures run an event loop, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
if url := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = url
