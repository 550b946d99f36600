"""Bulk mail by the API of a provider (django-anymail), one call for each reader.

One call each, since providers differ in what a batch may hold; and so that each answer
is about one delivery. A few go at once.
"""

import queue
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from anymail.exceptions import AnymailAPIError, AnymailError
from django.core.mail import get_connection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from ijm import mail
from ijm.addresses import without_addresses
from newsletter.sending.outcome import LONGEST_NOTE, Outcome, What
from newsletter.sending.road import Parcel

AT_ONCE = 8
BUSY, NOT_ALLOWED = {408, 429, 503}, {401, 402, 403}
TAKEN = {"sent", "queued"}


class ProviderRoad:
    trouble = ""

    def __init__(self, provider: str) -> None:
        self._backend = f"anymail.backends.{provider}.EmailBackend"
        self._pool = ThreadPoolExecutor(AT_ONCE, "bulk mail")
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._taken_on = self._told = 0

    def offer(self, parcels: Iterable[Parcel]) -> None:
        for parcel in parcels:
            self._taken_on += 1
            self._pool.submit(self._carry, parcel)

    def outcomes(self, wait: float) -> Iterator[Outcome]:
        with suppress(queue.Empty):
            found = self._outcomes.get(timeout=wait)
            while True:
                self._told += 1
                yield found
                found = self._outcomes.get_nowait()

    def in_flight(self) -> int:
        return self._taken_on - self._told

    def close(self) -> None:
        self._pool.shutdown()

    def _carry(self, parcel: Parcel) -> None:
        try:
            what, note, number = self._send(parcel)
        except Exception as broken:  # noqa: BLE001 - an outcome is owed for each parcel
            # Whether the call had left is not known, so nothing is.
            what, note, number = What.UNKNOWN, type(broken).__name__, ""
        clean = without_addresses(" ".join(note.split()))[:LONGEST_NOTE]
        self._outcomes.put(Outcome(parcel.delivery, what, clean, number[:120]))

    def _send(self, parcel: Parcel) -> tuple[What, str, str]:
        message = mail.parsed(parcel.content.replace(b"\r\n..", b"\r\n."))
        message.metadata = {"delivery": str(parcel.delivery)}  # type: ignore[attr-defined]
        message.connection = get_connection(self._backend)
        try:
            message.send()
        except AnymailAPIError as refused:
            return (*_judged(refused), "")
        except AnymailError as wrong:  # the message or our settings, before any call
            return What.OUR_FAULT, f"500 {type(wrong).__name__}", ""
        status = message.anymail_status  # type: ignore[attr-defined]
        state = next(iter(status.status or {"unknown"}))
        what = What.ACCEPTED if state in TAKEN else What.DEAD_ADDRESS
        return what, f"{state} by the provider", str(status.message_id or "")


def _judged(refused: AnymailAPIError) -> tuple[What, str]:
    """What an error means; one without an answer may have been taken (RFC 1047)."""
    code = refused.status_code
    if code is None:
        cause = refused.__cause__ or refused.__context__
        what = What.OUR_FAULT if _never_left(cause) else What.UNKNOWN
        return what, f"400 {type(cause).__name__}"
    if code in BUSY:
        return What.OUR_FAULT, f"4{code % 100:02} the provider asks us to wait"
    if code in NOT_ALLOWED:
        return What.OUR_FAULT, f"5{code % 100:02} the provider refuses us ({code})"
    if code >= 500:
        return What.UNKNOWN, f"{code} from the provider"
    return What.REFUSED, f"{code} from the provider"


def _never_left(cause: BaseException | None) -> bool:
    """No connection came about, so the provider cannot have taken it."""
    reason = getattr(cause.args[0], "reason", None) if cause and cause.args else None
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)
