"""What every report looks like: sections with a plot, a table and the same as CSV."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import Promise

from ijm.money import Money, exponent
from ijm.plots import Plot, grouped

Words = str | Promise
WIDE = 6  # columns that stand beside a plot


@dataclass(frozen=True)
class Share:
    """A part of a whole, read as a percentage and seen as a bar."""

    part: int
    whole: int

    @property
    def per_thousand(self) -> int:
        return round(1000 * self.part / self.whole) if self.whole else 0

    def __str__(self) -> str:
        return f"{self.per_thousand / 10:.1f} %" if self.whole else "–"


@dataclass(frozen=True)
class Linked:
    """Words that lead somewhere at the desk."""

    words: Words
    url: str

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True)
class Section:
    """One table, often of one currency; its first column names the row."""

    key: str
    title: Words
    columns: Sequence[Words]
    rows: Sequence[Sequence[object]]
    plot: Plot | None = None
    plot_words: Words = ""
    sums: Sequence[tuple[Words, object]] = field(default_factory=list)
    more: int = 0  # rows that only the CSV has

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > WIDE

    @property
    def totals(self) -> list[tuple[Words, "Cell"]]:
        return [(words, Cell(sum)) for words, sum in self.sums]

    @property
    def heads(self) -> list[tuple[Words, bool]]:
        """Each column's name, and whether numbers stand under it."""
        first = self.shown[0] if self.rows else []
        kinds = [cell.is_number for cell in first] or [False] * len(self.columns)
        return list(zip(self.columns, kinds, strict=True))

    @property
    def shown(self) -> list[list["Cell"]]:
        return [[Cell(each) for each in row] for row in self.rows]


@dataclass(frozen=True)
class Cell:
    value: object

    def __str__(self) -> str:
        return grouped(self.value) if isinstance(self.value, int) else str(self.value)

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int | Money | Share)

    @property
    def url(self) -> str:
        return self.value.url if isinstance(self.value, Linked) else ""

    @property
    def share(self) -> Share | None:
        return self.value if isinstance(self.value, Share) else None


def as_csv(sections: Iterable[Section]) -> Iterator[list[object]]:
    """Numbers as a spreadsheet reads them; what a section is about stands in front."""
    for section in sections:
        for row in section.rows:
            yield [section.key, *(_plain(each) for each in row)]


def whole_units(amount: Money) -> int:
    """For a plot, where cents are no matter."""
    return amount.minor // 10 ** exponent(amount.currency)


def _plain(cell: object) -> object:
    match cell:
        case Money():
            return Decimal(cell.minor).scaleb(-exponent(cell.currency))
        case Share():
            return f"{cell.per_thousand / 10:.1f}" if cell.whole else ""
        case int():
            return cell
    return str(cell)
