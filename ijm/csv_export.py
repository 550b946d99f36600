"""A table of any length as a CSV download: streamed, and safe to open in Excel."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

BOM = "\ufeff"  # without it Excel takes UTF-8 for something else
# Cells that begin so would be calculated (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_download(
    name: str, columns: Sequence[object], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """`name` without its ending; `rows` are asked for as the browser takes them."""
    response = StreamingHttpResponse(
        _lines(columns, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _lines(
    columns: Sequence[object], rows: Iterable[Sequence[object]]
) -> Iterator[str]:
    writer = csv.writer(_Echo())  # type: ignore[arg-type]
    yield BOM + writer.writerow([str(column) for column in columns])  # type: ignore[operator]
    for row in rows:
        yield writer.writerow([_safe(cell) for cell in row])  # type: ignore[misc]


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell
