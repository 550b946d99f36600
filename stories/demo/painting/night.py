"""A city asleep."""

from stories.demo.painting.brush import Canvas, mix
from stories.demo.painting.city import windows


def night_windows(canvas: Canvas) -> None:
    """A big city after midnight: a thousand rooms, one of them awake."""
    canvas.wash((0, "#0a1626"), (0.5, "#15304a"), (0.8, "#2c4d63"), (1, "#1a2f42"))
    canvas.glow(800, 900, 900, "#4f7f8f", 0.5, flat=0.5)
    stars = canvas.stencil()
    for _ in range(90):
        stars.disc(canvas.rng.uniform(0, 1600), canvas.rng.uniform(0, 360), 1.1)
    canvas.lay(stars, "#dfe7e4", tooth=0, share=0.6)
    canvas.lay(canvas.stencil().disc(1290, 170, 46), "#f4ead0", "#dccfae", tooth=0.2)
    canvas.lay(canvas.stencil().disc(1270, 160, 43), "#122840", tooth=0)
    for base, tall, wide, tone, lit, cell in (
        (1100, (420, 660), (70, 150), "#1f3c53", 0.07, (13, 18)),
        (1100, (280, 520), (100, 190), "#162e44", 0.10, (19, 26)),
        (1100, (140, 360), (150, 260), "#0e2135", 0.12, (30, 38)),
    ):
        _towers(canvas, base, tall, wide, tone, lit, cell)
        canvas.mist(base - 210, 210, "#3f6678", 0.26)
    front = (
        canvas.stencil()
        .box(-20, 470, 500, 640)
        .box(520, 700, 420, 400)
        .box(1180, 560, 460, 560)
    )
    front.box(40, 440, 90, 32).box(1300, 530, 120, 32).box(300, 405, 6, 66).box(
        640, 664, 60, 40
    )
    canvas.lay(front, "#0a1828", "#060f1a", tooth=0.2)
    dim = canvas.stencil()
    for x, y, w, h in ((0, 500, 480, 600), (540, 730, 400, 380), (1200, 590, 400, 520)):
        for row in range(int(h / 78)):
            for column in range(int(w / 62)):
                dim.box(x + 16 + column * 62, y + 16 + row * 78, 32, 44)
    canvas.lay(dim, "#12283c", "#0f2032", tooth=0.1)
    canvas.lay(canvas.stencil().box(1278, 762, 32, 44), "#ffe2a0", "#f2b33d", tooth=0.1)
    canvas.lay(canvas.stencil().box(1292, 762, 3, 44), "#7a4a1c", tooth=0)
    canvas.glow(1294, 784, 190, "#f2b33d", 0.55)


def _towers(
    canvas: Canvas,
    base: float,
    tall: tuple[int, int],
    wide: tuple[int, int],
    tone: str,
    lit: float,
    cell: tuple[float, float],
) -> None:
    body, warm, cold, x = canvas.stencil(), canvas.stencil(), canvas.stencil(), -30.0
    while x < canvas.width + 20:
        w, h = canvas.rng.uniform(*wide), canvas.rng.uniform(*tall)
        body.box(x, base - h, w, h)
        if canvas.rng.random() < 0.5:
            body.box(x + w * 0.45, base - h - 46, 4, 50)
        windows(canvas, warm, (x + 4, base - h, w - 8, h), cell, lit)
        windows(canvas, cold, (x + 4, base - h, w - 8, h), cell, lit * 0.35)
        x += w + canvas.rng.uniform(4, 30)
    canvas.lay(body, tone, mix(tone, "#3f6678", 0.3), tooth=0.12)
    canvas.lay(warm, "#e0b56c", tooth=0, share=0.75)
    canvas.lay(cold, "#8fc0c4", tooth=0, share=0.6)
