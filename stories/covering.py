"""Boxes over a picture, filled: what lay under them is in no pixel any more.

Only a solid fill is offered. What is blurred or made coarse can be guessed back.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image

FILL = (0, 0, 0)
MOST = 40
# JPEG spreads each pixel over a block of eight by eight, so a box grows to whole ones.
BLOCK = 8
LINE = re.compile(
    r"\s*" + r"[\s,;]+".join([r"(\d{1,3}(?:\.\d{1,4})?)\s*%?"] * 4) + r"\s*"
)

NONE = _("Draw a box, or write one: per cent from the left, from the top, wide, high.")
TOO_MANY = _("At most %(most)s boxes. Draw fewer and larger ones.")
NO_BOX = _(
    "Line %(line)s is no box. Write four numbers, in per cent of the picture: from the "
    "left, from the top, wide, high. For example: 10 20 30 15"
)
EMPTY = _("Line %(line)s covers nothing: a box needs a width and a height.")
OUTSIDE = _("Line %(line)s reaches out of the picture, which ends at 100 per cent.")


class WrongBoxes(Exception):
    """`sentence` says which line, and what to do."""

    def __init__(self, sentence: Promise, **words: object) -> None:
        self.sentence = str(sentence) % words
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Box:
    """In per cent of the picture."""

    left: float
    top: float
    width: float
    height: float

    @property
    def is_inside(self) -> bool:
        # Numbers with a few decimals do not add up to 100 exactly.
        most = 100.0001
        return self.left + self.width <= most and self.top + self.height <= most

    def in_pixels(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Grown to whole blocks, so that it always covers at least what it says."""
        left, right = _grown(self.left, self.width, size[0])
        top, bottom = _grown(self.top, self.height, size[1])
        return (left, top, right, bottom)


def boxes_in(text: str) -> tuple[Box, ...]:
    """One a line. Raises WrongBoxes."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise WrongBoxes(NONE)
    if len(lines) > MOST:
        raise WrongBoxes(TOO_MANY, most=MOST)
    return tuple(_box_in(line, number) for number, line in lines)


def cover(picture: Image.Image, boxes: Iterable[Box]) -> None:
    """In place."""
    for box in boxes:
        picture.paste(FILL, box.in_pixels(picture.size))


def _box_in(line: str, number: int) -> Box:
    found = LINE.fullmatch(line)
    if not found or not line.isascii():
        raise WrongBoxes(NO_BOX, line=number)
    box = Box(*(float(each) for each in found.groups()))
    if not (box.width and box.height):
        raise WrongBoxes(EMPTY, line=number)
    if not box.is_inside:
        raise WrongBoxes(OUTSIDE, line=number)
    return box


def _grown(start: float, length: float, whole: int) -> tuple[int, int]:
    first = math.floor(start / 100 * whole / BLOCK) * BLOCK
    last = math.ceil((start + length) / 100 * whole / BLOCK) * BLOCK
    return (min(first, whole - 1), min(last, whole))
