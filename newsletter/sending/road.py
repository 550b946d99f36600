"""The contract of whatever carries an issue's bytes to mail servers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from newsletter.sending.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Parcel:
    """One reader's message: the number of its delivery, where it goes, its bytes."""

    delivery: int
    recipient: str
    content: bytes


class Road(Protocol):
    """Takes parcels, gives back one outcome for each, in any order.

    An implementation never sends a parcel twice, and never says NOT_BEGUN of one
    whose last byte may have left.
    """

    def offer(self, parcels: Iterable[Parcel]) -> None:
        """Take these on; returns at once."""

    def outcomes(self, wait: float) -> Iterator[Outcome]:
        """What is known since the last call; waits `wait` seconds for the first."""

    def in_flight(self) -> int:
        """How many were taken on and have no outcome yet."""

    def close(self) -> None:
        """Begin nothing more; everything without an outcome gets one."""
