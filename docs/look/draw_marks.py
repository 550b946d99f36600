"""Draw what browsers and networks want as bitmaps, from the mark in the sprite.

python docs/look/draw_marks.py     (Pillow, and static/fonts through fonttools)
"""

import io
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

STATIC = Path(__file__).resolve().parents[2] / "static"
NIGHT, PAPER, GOLD, BRICK, INK = "#0e1b2a", "#fbf8f2", "#f2b33d", "#8f2410", "#16202b"
FINE = 4  # drawn four times as large, then made smaller, for smooth edges


def doorway(
    draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, frame: str, figure: str
) -> None:
    """The mark on its 24 grid: a frame, and someone standing in it."""

    def box(*sides: float) -> tuple[float, ...]:
        offsets = (x, y, x, y)
        return tuple(at + side * unit for at, side in zip(offsets, sides, strict=True))

    draw.rectangle(box(2.4, 1.5, 21.6, 3.75), frame)
    draw.rectangle(box(2.4, 1.5, 4.75, 21.5), frame)
    draw.rectangle(box(19.25, 1.5, 21.6, 21.5), frame)
    draw.ellipse(box(8.9, 5.8, 15.1, 12), figure)
    draw.rectangle(box(10.85, 9, 13.15, 24), figure)


def icon(size: int, share: float) -> Image.Image:
    """A square on night; `share` of it is the mark, its foot on the lower edge."""
    full = size * FINE
    image = Image.new("RGB", (full, full), NIGHT)
    unit = full * share / 24
    doorway(
        ImageDraw.Draw(image),
        (full - 24 * unit) / 2,
        full - 24 * unit,
        unit,
        PAPER,
        GOLD,
    )
    return image.resize((size, size), Image.Resampling.LANCZOS)


def face(name: str, size: int) -> ImageFont.FreeTypeFont:
    font = TTFont(STATIC / "fonts" / f"{name}.woff2")
    font.flavor = None
    plain = io.BytesIO()
    font.save(plain)
    plain.seek(0)
    return ImageFont.truetype(plain, size)


def share_image() -> Image.Image:
    """What a network shows for a page without a picture: no name, no face."""
    image = Image.new("RGB", (1200 * 2, 630 * 2), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 1060, 2400, 1066), INK)
    doorway(draw, 1530, 320, 31, INK, BRICK)
    words = face("newsreader-display", 148)
    draw.multiline_text(
        (160, 420), "Facts first.\nThen the way out.", INK, words, spacing=30
    )
    return image.resize((1200, 630), Image.Resampling.LANCZOS)


def main() -> None:
    out = STATIC / "img"
    icon(180, 0.78).save(out / "apple-touch-icon.png", optimize=True)
    icon(192, 0.78).save(out / "icon-192.png", optimize=True)
    icon(512, 0.78).save(out / "icon-512.png", optimize=True)
    icon(32, 0.9).save(out / "favicon.ico", sizes=[(16, 16), (32, 32)])
    share_image().quantize(64).save(out / "share.png", optimize=True)


if __name__ == "__main__":
    main()
