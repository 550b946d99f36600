"""From sheets to PDF: the one door to typst.

Tagged and conforming to PDF/UA-1; typst itself refuses what does not conform, and text
that none of our faces can draw. The same sheet gives the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

PAPER = Path(__file__).parent / "paper"


class NotPrintable(Exception):
    """A letter that no face of ours has, or a page that would not be accessible."""


def print_sheet(sheet: Mapping[str, Any], day: date, kind: str = "letter") -> bytes:
    """`kind` names a file in `paper/`; `day` is what the PDF says it was made on."""
    try:
        made = _compiler().compile(
            input=_main(sheet, kind),
            format="pdf",
            pdf_standards="ua-1",
            timestamp=datetime.combine(day, time(12), UTC),
        )
    except typst.TypstError as refused:
        raise NotPrintable(refused.message) from refused
    assert isinstance(made, bytes)
    return made


def _main(sheet: Mapping[str, Any], kind: str) -> bytes:
    """The sheet as one string in the source: typst then keeps all else between pages.

    Given as an input of the system it would be read, laid out and styled anew.
    """
    data = json.dumps(sheet, ensure_ascii=False)
    quoted = data.replace("\\", "\\\\").replace('"', '\\"')
    return f'#import "/{kind}.typ": printed\n#printed(json(bytes("{quoted}")))'.encode()


@cache
def _compiler() -> typst.Compiler:
    """Once per process: looking through the faces takes longer than a page."""
    faces = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(PAPER / "fonts")],
    )
    return typst.Compiler(root=str(PAPER), font_paths=faces)
