"""One sprite: every name the design asks for, once, on one grid with one pen."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

SPRITE = Path(__file__).resolve().parents[2] / "static" / "img" / "icons.svg"
SVG = "{http://www.w3.org/2000/svg}"
SIDES = ("top", "left", "right", "bottom")
ARROWS = ("arrow-simple", "arrow-simple-alt", "arrow-long", "arrow")
NAMES = [
    *(f"{arrow}-{side}" for arrow in ARROWS for side in SIDES),
    *"""
    shield facebook instagram linkedin medium pinterest rss twitter search search-alt
    shaper video-play radio speaker-up speaker-down speaker-mute plus minus cloud hb pin
    camera globe cart rotate group star edit check close square return play pause love
    new-tab equalizer whatsapp mail link
    """.split(),
]
SYMBOLS = list(ElementTree.parse(SPRITE).getroot())  # noqa: S314 our own file


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_drawn_once(name: str) -> None:
    assert [symbol.get("id") for symbol in SYMBOLS].count(name) == 1


@pytest.mark.parametrize("symbol", SYMBOLS, ids=lambda symbol: symbol.get("id"))
def test_every_icon_is_on_one_grid(symbol: ElementTree.Element) -> None:
    assert symbol.tag == f"{SVG}symbol"
    assert symbol.get("viewBox") == "0 0 24 24"
    assert symbol.get("id") == "mark" or symbol.get("stroke-width") == "1.75"


def test_the_tag_points_into_the_sprite() -> None:
    page = Template('{% load site %}{% icon "check" %}').render(Context())
    assert "/icons" in page and "#check" in page and 'aria-hidden="true"' in page


def test_it_never_styles_or_scripts() -> None:
    drawn = SPRITE.read_text()
    assert "style" not in drawn and "script" not in drawn
