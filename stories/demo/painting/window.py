"""A window, from inside: its frame, and the light it throws into the room."""

from PIL import ImageFilter

from stories.demo.painting.brush import Canvas, Point, Stencil


def frame(
    canvas: Canvas,
    edge: tuple[float, float, float, float],
    beam: float,
    sill: float,
) -> Stencil:
    """Four bars within `edge` (left, top, width, height); the lowest is the sill."""
    x, y, wide, tall = edge
    pen = canvas.stencil().box(x, y, wide, beam).box(x, y + tall - sill, wide, sill)
    return pen.box(x, y, beam, tall).box(x + wide - beam, y, beam, tall)


def light_on(
    canvas: Canvas,
    shapes: list[list[Point]],
    colour: str,
    share: float,
    soft: float = 6,
) -> None:
    """Window light thrown on whatever is there already."""
    pen = canvas.stencil()
    for shape in shapes:
        pen.polygon(shape)
    mask = pen.cut().filter(ImageFilter.GaussianBlur(soft))
    torn = canvas.noise(420, 160).point([min(255, 170 + v // 2) for v in range(256)])
    canvas.tint(mask, colour, share, within=torn)
