"""Bulk mail over a few SMTP connections, in an event loop of its own.

Connections stay open for a slice; one that breaks is replaced, a few times.
"""

import asyncio
import contextlib
import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from time import monotonic

from ijm.transports import SmtpServer
from newsletter.sending.outcome import Outcome, What
from newsletter.sending.road import Parcel
from newsletter.sending.smtp_talk import STEP, SmtpTalk

CONNECTIONS = 12
LOOK = 0.5
REPLACEMENTS = 3


class SmtpRoad:
    """`trouble` says why no mail can go at all, once that is so."""

    def __init__(
        self, server: SmtpServer, sender: str, connections: int = CONNECTIONS
    ) -> None:
        self.server, self.sender, self.connections = server, sender, connections
        self.trouble = ""
        self._waiting: deque[Parcel] = deque()
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._talks: list[SmtpTalk] = []
        self._taken_on = self._told = 0
        self._replacements = REPLACEMENTS
        self._is_closing = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="bulk mail", daemon=True)
        self._thread.start()

    # the database's thread calls these four
    def offer(self, parcels: Iterable[Parcel]) -> None:
        taken = list(parcels)
        self._taken_on += len(taken)
        self._loop.call_soon_threadsafe(self._take, taken)

    def outcomes(self, wait: float) -> Iterator[Outcome]:
        with contextlib.suppress(queue.Empty):
            found = self._outcomes.get(timeout=wait)
            while True:
                self._told += 1
                yield found
                found = self._outcomes.get_nowait()

    def in_flight(self) -> int:
        return self._taken_on - self._told

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._close)
        self._thread.join()

    # the loop's thread calls these
    def next_parcel(self) -> Parcel | None:
        return self._waiting.popleft() if self._waiting else None

    def note(self, outcome: Outcome) -> None:
        self._outcomes.put(outcome)
        if self._is_closing:
            self._stop_if_done()

    def lost(self, talk: SmtpTalk, why: str) -> None:
        self._talks.remove(talk)
        if self._is_closing:
            return self._stop_if_done()
        if self._replacements > 0:
            self._replacements -= 1
            self._open()
        elif not self._talks:
            self._give_up(why)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.call_later(LOOK, self._look)
        self._loop.run_forever()
        self._loop.close()

    def _take(self, parcels: list[Parcel]) -> None:
        self._waiting += parcels
        if self.trouble:
            return self._hand_back()
        idle = sum(talk.parcel is None for talk in self._talks)
        room = self.connections - len(self._talks)
        for _new in range(min(len(parcels) - idle, room)):
            self._open()
        for talk in list(self._talks):
            talk.begin()

    def _open(self) -> None:
        talk = SmtpTalk(self.server, self.sender, self)
        self._talks.append(talk)
        self._loop.create_task(self._connect(talk))

    async def _connect(self, talk: SmtpTalk) -> None:
        try:
            await asyncio.wait_for(
                self._loop.create_connection(
                    lambda: talk,
                    self.server.host,
                    self.server.port,
                    ssl=self.server.security == "tls" or None,
                ),
                STEP,
            )
        except (OSError, TimeoutError) as failed:
            talk.is_closed = True
            self.lost(talk, f"{type(failed).__name__}: no connection to the server")

    def _look(self) -> None:
        now = monotonic()
        for talk in list(self._talks):
            talk.look(now)
        self._loop.call_later(LOOK, self._look)

    def _give_up(self, why: str) -> None:
        self.trouble = why
        self._hand_back()

    def _hand_back(self) -> None:
        while self._waiting:
            parcel = self._waiting.popleft()
            self.note(Outcome(parcel.delivery, What.NOT_BEGUN, self.trouble[:120]))

    def _close(self) -> None:
        self._is_closing = True
        self._hand_back()
        for talk in [talk for talk in self._talks if not talk.parcel]:
            talk.quit()
            self._talks.remove(talk)
        self._stop_if_done()

    def _stop_if_done(self) -> None:
        for talk in [talk for talk in self._talks if not talk.parcel]:
            talk.quit()
            self._talks.remove(talk)
        if not self._talks:
            self._loop.call_soon(self._loop.stop)
