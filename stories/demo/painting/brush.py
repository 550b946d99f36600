"""Brush, stencil and canvas: layered gouache out of Pillow alone.

Knows paint, edges and light; must not know what is painted.
"""

from collections.abc import Iterable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Stops = list[tuple[float, str]]

FINE = 2  # stencils are cut at twice the size, so that thin lines stay clean


def trace(points: str) -> list[Point]:
    """Points written as `x,y x,y …`."""
    pairs = (pair.split(",") for pair in points.split())
    return [(float(x), float(y)) for x, y in pairs]


def rgb(colour: str) -> tuple[int, int, int]:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def mix(one: str, other: str, share: float) -> str:
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def colour_at(stops: Stops, place: float) -> str:
    for (start, one), (end, other) in zip(stops, stops[1:], strict=False):
        if place <= end:
            return mix(one, other, max(0, place - start) / max(1e-6, end - start))
    return stops[-1][1]


def ramp(size: tuple[int, int], stops: Stops) -> Image.Image:
    """A vertical run through the colours of `stops`."""
    width, height = size
    column = Image.new("RGB", (1, height))
    column.putdata(
        [rgb(colour_at(stops, y / max(1, height - 1))) for y in range(height)]
    )
    return column.resize((width, height))


def slope(size: tuple[int, int], *, across: bool = False) -> Image.Image:
    """A mask from nothing to everything, downwards or to the right."""
    mask = Image.linear_gradient("L")
    return (mask.rotate(90) if across else mask).resize(size)


def faint(mask: Image.Image, share: float) -> Image.Image:
    return mask.point([round(v * share) for v in range(256)])


def field(rng: Random, size: tuple[int, int], cell: Point) -> Image.Image:
    """Smooth noise whose grains are `cell` pixels wide and high."""
    small = (max(2, round(size[0] / cell[0])), max(2, round(size[1] / cell[1])))
    seed = Image.frombytes("L", small, rng.randbytes(small[0] * small[1]))
    return seed.resize(size, Image.Resampling.BICUBIC)


def steep(low: int, high: int) -> list[int]:
    """A curve that is nothing under `low` and everything over `high`."""
    return [max(0, min(255, round((v - low) * 255 / (high - low)))) for v in range(256)]


class Stencil:
    """Shapes cut together; `cut` gives the mask, with a dry or a clean edge."""

    def __init__(self, rng: Random, size: tuple[int, int]) -> None:
        self.rng, self.size = rng, size
        self.plate = Image.new("L", (size[0] * FINE, size[1] * FINE))
        self.pen = ImageDraw.Draw(self.plate)

    def polygon(self, points: Iterable[Point], value: int = 255) -> "Stencil":
        self.pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=value)
        return self

    def box(
        self, x: float, y: float, w: float, h: float, value: int = 255
    ) -> "Stencil":
        return self.polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], value)

    def disc(
        self, x: float, y: float, rx: float, ry: float | None = None, value: int = 255
    ) -> "Stencil":
        ry = rx if ry is None else ry
        edge = [v * FINE for v in (x - rx, y - ry, x + rx, y + ry)]
        self.pen.ellipse(edge, fill=value)
        return self

    def line(
        self, points: Iterable[Point], width: float, value: int = 255
    ) -> "Stencil":
        path = [(x * FINE, y * FINE) for x, y in points]
        self.pen.line(
            path, fill=value, width=max(1, round(width * FINE)), joint="curve"
        )
        return self

    def cut(self, rough: float = 0) -> Image.Image:
        mask = self.plate.reduce(FINE)
        if not rough:
            return mask
        soft = mask.filter(ImageFilter.GaussianBlur(rough))
        coarse = field(self.rng, self.size, (rough * 5, rough * 3))
        fine = field(self.rng, self.size, (rough * 1.2, rough))
        grit = Image.blend(coarse, fine, 0.4).point([64 + v // 2 for v in range(256)])
        return ImageChops.add(soft, grit, 1, -128).point(steep(104, 152))


class Canvas:
    def __init__(self, key: str, size: tuple[int, int] = (1600, 1067)) -> None:
        self.rng = Random(key)  # noqa: S311 (paint, not secrets)
        self.size, (self.width, self.height) = size, size
        self.image = Image.new("RGB", size)

    def stencil(self) -> Stencil:
        return Stencil(self.rng, self.size)

    def noise(self, cell_x: float, cell_y: float) -> Image.Image:
        return field(self.rng, self.size, (cell_x, cell_y))

    def wash(self, *stops: tuple[float, str], streak: float = 0.10) -> None:
        """Cover everything with a vertical run of colours, brushed sideways."""
        paint = ramp(self.size, list(stops))
        self.image = self._brushed(paint, streak, (420, 16))

    def _brushed(self, paint: Image.Image, strength: float, cell: Point) -> Image.Image:
        size = paint.size
        tooth = Image.blend(
            field(self.rng, size, cell),
            field(self.rng, size, (cell[0] / 5, cell[1] / 2.5)),
            0.4,
        )
        tooth = tooth.point([round(128 + (v - 128) * strength) for v in range(256)])
        return ImageChops.overlay(paint, Image.merge("RGB", (tooth,) * 3))

    def lay(
        self,
        mask: Image.Image | Stencil,
        top: str,
        bottom: str = "",
        *,
        rough: float = 0,
        tooth: float = 0.18,
        cell: Point = (150, 12),
        share: float = 1,
        within: Image.Image | None = None,
    ) -> Image.Image:
        """Paint a shape from `top` to `bottom`, but only `within`; gives its mask."""
        if isinstance(mask, Stencil):
            mask = mask.cut(rough)
        if within is not None:
            mask = ImageChops.multiply(mask, within)
        bounds = mask.getbbox()
        if not bounds:
            return mask
        size = (bounds[2] - bounds[0], bounds[3] - bounds[1])
        paint = ramp(size, [(0, top), (1, bottom or top)])
        if tooth:
            paint = self._brushed(paint, tooth, cell)
        part = mask.crop(bounds)
        self.image.paste(paint, bounds[:2], faint(part, share) if share < 1 else part)
        return mask

    def dry(
        self,
        mask: Image.Image,
        colour: str,
        *,
        share: float = 0.5,
        cell: Point = (90, 4),
        cover: float = 0.35,
    ) -> None:
        """Drag a nearly dry brush over a shape: broken strokes of one colour."""
        edge = round(200 - cover * 130)
        strokes = self.noise(*cell).point(steep(edge, min(255, edge + 40)))
        self.tint(faint(strokes, share), colour, within=mask)

    def tint(
        self,
        mask: Image.Image,
        colour: str,
        share: float = 1,
        *,
        within: Image.Image | None = None,
    ) -> None:
        """Colour what is there already, as shade and light do."""
        if within is not None:
            mask = ImageChops.multiply(mask, within)
        self.image.paste(
            Image.new("RGB", self.size, colour), (0, 0), faint(mask, share)
        )

    def glow(
        self,
        x: float,
        y: float,
        radius: float,
        colour: str,
        share: float = 0.8,
        *,
        flat: float = 1,
    ) -> None:
        """Light that spreads from a point; `flat` < 1 squashes it."""
        tall = max(2, round(radius * 2 * flat))
        spot = Image.radial_gradient("L").resize((round(radius * 2), tall))
        spot = spot.point(
            [round((max(0, 255 - v * 1.41) / 255) ** 1.8 * 255) for v in range(256)]
        )
        mask = Image.new("L", self.size)
        mask.paste(spot, (round(x - radius), round(y - tall / 2)))
        light = Image.new("RGB", self.size, colour)
        self.image.paste(
            Image.blend(ImageChops.screen(self.image, light), light, 0.35),
            (0, 0),
            faint(mask, share),
        )

    def mist(self, y: float, depth: float, colour: str, share: float = 0.6) -> None:
        """A bank of haze centred on `y`, torn by slow noise."""
        bank = Image.new("L", (1, self.height))
        bank.putdata(
            [
                round(255 * max(0, 1 - abs(row - y) / depth) ** 1.5)
                for row in range(self.height)
            ]
        )
        torn = Image.blend(self.noise(500, 40), self.noise(160, 18), 0.35)
        torn = torn.point([min(255, 90 + v) for v in range(256)])
        self.tint(bank.resize(self.size), colour, share, within=torn)

    def finish(self, *, dark_edge: float = 0.14) -> Image.Image:
        """Darken the corners a little, then lay the tooth of the paper over all."""
        corner = Image.radial_gradient("L").resize(self.size)
        corner = corner.point([round(max(0, v - 110) * 1.75) for v in range(256)])
        self.tint(corner, "#0b1420", dark_edge)
        paper = Image.blend(self.noise(70, 60), self.noise(3.4, 2.8), 0.5)
        paper = paper.point([round(128 + (v - 128) * 0.07) for v in range(256)])
        return ImageChops.overlay(self.image, Image.merge("RGB", (paper,) * 3))
