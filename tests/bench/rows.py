"""What a bench measures, and how it reads: rows of figures and ratios.

A row is compared with its reference within each round, since machines drift; the
ratio shown is the median of the rounds' ratios.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from statistics import median

from tests.bench.load import WRK, Sample

ROUNDS = 3
HEADINGS = ("row", "req/s", "µs CPU", "÷ by time", "÷ by CPU", "budget", "")


@dataclass
class Row:
    """One thing measured. `against` names the row it is divided by."""

    name: str
    measure: Callable[[float], Sample]
    against: str = ""
    at_least: float = 0.0
    samples: list[Sample] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return median(each.per_second for each in self.samples)

    @property
    def cpu_each(self) -> float:
        return median(each.cpu_each for each in self.samples)


@dataclass(frozen=True)
class Bench:
    """A family of rows that share servers; `open` yields them ready to be measured."""

    name: str
    open: Callable[[], AbstractContextManager[list[Row]]]
    missing: Callable[[], str] = lambda: ""


@dataclass(frozen=True)
class Drill:
    """A promise tried out; `run` says in a sentence what was seen, and if it held.

    `quick` tries it at a smaller size, where there is one.
    """

    name: str
    run: Callable[[], tuple[str, bool]]
    quick: Callable[[], tuple[str, bool]] | None = None


def run(rows: list[Row], seconds: float) -> None:
    for _round in range(ROUNDS):
        for row in rows:
            row.samples.append(row.measure(seconds))


def ratios(row: Row, reference: Row) -> tuple[float, float]:
    """By requests per second, and by the server's processor time for each."""
    pairs = list(zip(row.samples, reference.samples, strict=True))
    return (
        median(ours.per_second / theirs.per_second for ours, theirs in pairs),
        median(theirs.cpu_each / max(ours.cpu_each, 1e-9) for ours, theirs in pairs),
    )


def table(rows: list[Row]) -> Iterator[tuple[str, ...]]:
    yield HEADINGS
    named = {row.name: row for row in rows}
    for row in rows:
        figures = (row.name, f"{row.per_second:,.0f}", f"{row.cpu_each * 1e6:,.0f}")
        if not row.against:
            yield (*figures, "", "", "", "reference")
            continue
        by_time, by_cpu = ratios(row, named[row.against])
        judged = by_time if WRK else by_cpu
        budget = f"≥ {row.at_least:g}" if row.at_least else ""
        verdict = ("met" if judged >= row.at_least else "MISSED") if budget else ""
        yield (*figures, f"{by_time:.2f}", f"{by_cpu:.2f}", budget, verdict)


def missed(rows: list[Row]) -> list[str]:
    return [line[0] for line in table(rows) if line[-1] == "MISSED"]


def drawn(lines: list[tuple[str, ...]]) -> str:
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
