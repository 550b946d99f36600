"""A process of its own that works a lane with one chore made for a test.

`python -m tests.ijm.lane_for_tests SECONDS EVERY LEASE`: the chore prints when it
begins and ends, and lasts SECONDS. Times are of the machine's monotonic clock.
"""

import os
import sys
import time
from datetime import datetime, timedelta

import django


def say(word: str) -> None:
    print(word, os.getpid(), time.monotonic(), flush=True)


def main(seconds: float, every: float, lease: float) -> None:
    django.setup()
    from ijm.contributions import Chore, chores
    from ijm.worker import lane, turn

    def run(now: datetime) -> int:
        say("begin")
        time.sleep(seconds)
        say("end")
        return 0

    turn.LEASE = timedelta(seconds=lease)
    lane.POLL = 0.02
    chores._items.clear()
    chores.add(Chore("for-tests", "bulk", every, run))
    stop = lane.Stop()
    stop.on_signals()
    lane.work("bulk", stop)
    say("drained")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
