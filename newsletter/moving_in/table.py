"""A CSV file as people really have it: Excel's, Mailchimp's, with any marks and signs.

Bytes in, rows out; knows nothing of readers.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MOST_BYTES = 200 * 2**20
DELIMITERS = ",;\t|"
AT_ONCE = 2**16
LONGEST_CELL = 5_000
csv.field_size_limit(10 * LONGEST_CELL)


class NotATable(Exception):
    """The file cannot be read as a table; `message` says what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


EMPTY = _("This file is empty.")
TOO_BIG = _("This file has more than 200 MB. Cut it in parts and send them in turn.")
NOT_TEXT = _(
    "This is not a CSV file. Choose “CSV” when you save or export in your program."
)
BROKEN = _("Line %s cannot be read. Open the file, mend the quotation marks there.")


def rows(file: BinaryIO, size: int) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, {column in lower case: cell}) of each row that is not empty."""
    table = cells(file, size)
    _line, first = next(table, (0, []))
    columns = [cell.lower() for cell in first]
    for line, row in table:
        yield line, dict(zip(columns, row, strict=False))


def cells(file: BinaryIO, size: int) -> Iterator[tuple[int, list[str]]]:
    """(line number, its cells) of the first row, and of each that is not empty."""
    if size > MOST_BYTES:
        raise NotATable(TOO_BIG)
    text = io.TextIOWrapper(
        file, encoding=_encoding(file), errors="replace", newline=""
    )
    first = text.readline(20_000)
    if not first.strip():
        raise NotATable(EMPTY)
    if "\x00" in first:
        raise NotATable(NOT_TEXT)
    text.seek(0)
    table = csv.reader(_without_nulls(text), delimiter=_delimiter(first))
    try:
        for row in table:
            found = [_plain(cell) for cell in row]
            if any(found):
                yield table.line_num, found
    except csv.Error as broken:
        raise NotATable(str(BROKEN) % (table.line_num + 1)) from broken
    finally:
        text.detach()


def _encoding(file: BinaryIO) -> str:
    start = file.read(4096)
    file.seek(0)
    for mark, name in BOMS:
        if start.startswith(mark):
            return name
    if start.startswith((b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise NotATable(NOT_TEXT)
    if start[1:2] == b"\x00":
        return "utf-16-le"
    return "utf-8" if _is_utf8(file) else "cp1252"


def _is_utf8(file: BinaryIO) -> bool:
    """The whole of it: the one name with a sign may stand on the last line."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(AT_ONCE):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _delimiter(line: str) -> str:
    return max(DELIMITERS, key=line.count)


def _without_nulls(lines: Iterator[str]) -> Iterator[str]:
    return (line.replace("\x00", "") for line in lines)


def _plain(cell: str) -> str:
    """Without white space, and without the sign that keeps Excel from calculating."""
    found = cell[:LONGEST_CELL].strip().lstrip("\ufeff")
    return found[1:] if found[:2] in {"'=", "'+", "'-", "'@"} else found
