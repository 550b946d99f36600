"""One thing that was looked at: how it is and, where it is not well, the mend."""

from dataclasses import dataclass
from typing import Literal

How = Literal["well", "look", "ill"]


@dataclass(frozen=True)
class Finding:
    """`look` is no fault, but something a person should know of."""

    what: str
    how: How
    sentence: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{self.how:5}{self.what}: {self.sentence}"
        return f"{line}\n       → {self.mend}" if self.mend else line


def well(what: str, sentence: str) -> Finding:
    return Finding(what, "well", sentence)


def look(what: str, sentence: str, mend: str = "") -> Finding:
    return Finding(what, "look", sentence, mend)


def ill(what: str, sentence: str, mend: str) -> Finding:
    return Finding(what, "ill", sentence, mend)
