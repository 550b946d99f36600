"""Bulk mail where no server is named: each message an `.eml` file."""

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsletter.sending.outcome import Outcome, What
from newsletter.sending.road import Parcel


class FileRoad:
    trouble = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._outcomes: deque[Outcome] = deque()

    def offer(self, parcels: Iterable[Parcel]) -> None:
        for parcel in parcels:
            self._outcomes.append(self._write(parcel))

    def outcomes(self, wait: float) -> Iterator[Outcome]:
        del wait  # all is known at once
        while self._outcomes:
            yield self._outcomes.popleft()

    def in_flight(self) -> int:
        return len(self._outcomes)

    def close(self) -> None:
        pass

    def _write(self, parcel: Parcel) -> Outcome:
        name = f"issue-{parcel.delivery}.eml"
        unfinished = self._folder / f".{name}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # SMTP's doubled dots are undone, as a server would.
            unfinished.write_bytes(parcel.content.replace(b"\r\n..", b"\r\n."))
            unfinished.rename(self._folder / name)
        except OSError as full:
            self.trouble = type(full).__name__
            return Outcome(parcel.delivery, What.NOT_BEGUN, self.trouble)
        return Outcome(parcel.delivery, What.ACCEPTED, "written to a file")
