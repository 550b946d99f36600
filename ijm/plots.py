"""Figures as drawings: where each bar and line stands, in units of the drawing.

Colours and strokes are the stylesheet's, the numbers stand in a table beside; here is
only geometry, so that nothing of it needs a script, a style or a library.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.formats import number_format

WIDTH, HEIGHT = 400, 190
LEFT, RIGHT, TOP, BOTTOM = 46, 16, 8, 22
MOST_LABELS = 6


@dataclass(frozen=True)
class Mark:
    """Words at a place: a tick of the scale, or the name of a column."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    words: str
    kind: str = ""


@dataclass(frozen=True)
class Plot:
    ticks: list[Mark]
    names: list[Mark]
    bars: list[Bar]
    line: str = ""
    zero: float = HEIGHT - BOTTOM
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


@dataclass(frozen=True)
class Scale:
    """From numbers to heights: round numbers at both ends, zero always between."""

    low: int
    high: int
    step: int

    @classmethod
    def over(cls, numbers: Iterable[int]) -> "Scale":
        found = [0, *numbers]
        step = _round_step(max(found) - min(found))
        low, high = floor(min(found) / step) * step, ceil(max(found) / step) * step
        return cls(low, max(high, low + step), step)

    def y(self, number: float) -> float:
        room = HEIGHT - TOP - BOTTOM
        return round(TOP + room * (self.high - number) / (self.high - self.low), 1)

    def ticks(self) -> list[Mark]:
        return [
            Mark(LEFT - 5, self.y(number), grouped(abs(number)))
            for number in range(self.low, self.high + 1, self.step)
        ]


def grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


def line(names: Sequence[str], numbers: Sequence[int]) -> Plot:
    """One number at the end of each period, over time."""
    scale = Scale.over(numbers)
    columns = _columns(len(numbers))
    points = " ".join(
        f"{round(x + width / 2, 1)},{scale.y(number)}"
        for (x, width), number in zip(columns, numbers, strict=True)
    )
    return Plot(scale.ticks(), _names(names), [], points, scale.y(0))


def up_and_down(names: Sequence[str], up: Sequence[int], down: Sequence[int]) -> Plot:
    """Who came above the line, who went below it."""
    scale = Scale.over([*up, *(-number for number in down)])
    zero, bars = scale.y(0), []
    for (x, width), name, came, went in zip(
        _columns(len(names)), names, up, down, strict=True
    ):
        above, below = scale.y(came), scale.y(-went)
        x, width = round(x + width * 0.15, 1), round(width * 0.7, 1)
        words = f"{name}: +{grouped(came)} −{grouped(went)}"
        bars.append(Bar(x, above, width, round(zero - above, 1), words, "up"))
        bars.append(Bar(x, zero, width, round(below - zero, 1), words, "down"))
    return Plot(scale.ticks(), _names(names), bars, zero=zero)


def stacked(parts: Sequence[tuple[str, str, int]]) -> list[Bar]:
    """One bar of 100 units: (kind, words, number); what is there is seen, if thin."""
    total = sum(number for _kind, _words, number in parts)
    there = [part for part in parts if part[2]]
    room = 100 - len(there)
    bars, x = [], 0.0
    for kind, words, number in there:
        width = round(1 + room * number / total, 2)
        bars.append(Bar(round(x, 2), 0, width, 6, f"{words}: {grouped(number)}", kind))
        x += width
    return bars


def _round_step(span: int) -> int:
    """1, 2 or 5 times a power of ten, for about four steps."""
    raw = max(1.0, span / 4)
    power = 10 ** floor(log10(raw))
    return next(
        int(factor * power) for factor in (1, 2, 5, 10) if factor * power >= raw
    )


def _columns(count: int) -> list[tuple[float, float]]:
    width = (WIDTH - LEFT - RIGHT) / max(1, count)
    return [(LEFT + width * index, width) for index in range(count)]


def _names(names: Sequence[str]) -> list[Mark]:
    """As many as fit, evenly, the last always."""
    every = ceil(len(names) / MOST_LABELS) or 1
    last = len(names) - 1
    return [
        Mark(round(x + width / 2, 1), HEIGHT - 6, name)
        for index, ((x, width), name) in enumerate(
            zip(_columns(len(names)), names, strict=True)
        )
        if (last - index) % every == 0
    ]
