"""The demo's documents and recordings: taken in as staff would, each once."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ijm.models import StaffMember
from stories import enclosing
from stories.demo.paper import Paper
from stories.models import Enclosure, ImpactFigure, Photo

HERE = Path(__file__).resolve().parent
Row = dict[str, Any]


def load(
    by: StaffMember, photos: Mapping[str, Photo], figures: Mapping[str, ImpactFigure]
) -> dict[str, Enclosure]:
    """By the keys that bodies write."""
    return {
        **{row["key"]: _document(row, figures, by) for row in _rows("documents")},
        **{row["key"]: _recording(row, photos, by) for row in _rows("recordings")},
    }


def _rows(name: str) -> list[Row]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))[name]


def _document(
    row: Row, figures: Mapping[str, ImpactFigure], by: StaffMember
) -> Enclosure:
    found = Enclosure.objects.filter(title=row["title"]).first()
    if found:
        return found
    blocks = [_spelled_out(block, figures) for block in row["blocks"]]
    data = Paper(row["title"]).set(row["cover"], blocks)
    new = Enclosure(kind="document", title=row["title"], about=row["about"])
    new.recognisable = "nobody"
    file = SimpleUploadedFile(f"{row['key']}.pdf", data)
    return enclosing.keep(new, enclosing.clean_document(new, file), by)


def _spelled_out(block: list[str], figures: Mapping[str, ImpactFigure]) -> list[str]:
    """A figure's key gives way to its value, label, scope and source."""
    kind, words = block
    if kind != "figure":
        return block
    figure = figures[words]
    beside = f"{figure.scope}, {figure.as_of:%B %Y}. {figure.source}."
    return [kind, figure.value, figure.label, beside]


def _recording(row: Row, photos: Mapping[str, Photo], by: StaffMember) -> Enclosure:
    found = Enclosure.objects.filter(title=row["title"]).first()
    if found:
        return found
    words = {name: row[name] for name in ("title", "about", "credit")}
    new = Enclosure(kind="audio", recognisable="nobody", **words)
    new.transcript, new.poster = row["transcript"].strip(), photos.get(row["poster"])
    data = (HERE / "recordings" / row["file"]).read_bytes()
    file = SimpleUploadedFile(row["file"], data)
    return enclosing.keep(new, enclosing.clean_sound(new, file), by)
