"""River borders, and what stands on the far bank."""

from itertools import pairwise

from stories.demo.painting.brush import Canvas, mix, trace
from stories.demo.painting.city import windows
from stories.demo.painting.nature import clouds, land, peaks, ridge, shimmer, water
from stories.demo.painting.plants import grass


def compound(canvas: Canvas) -> None:
    """Identical lit blocks across a border river, mountains behind."""
    canvas.wash(
        (0, "#0d2036"),
        (0.25, "#22465c"),
        (0.42, "#5f7d84"),
        (0.52, "#c09c8b"),
        (1, "#41586a"),
    )
    clouds(canvas, 150, 110, "#1f3d54", count=11, share=0.6, long=340)
    for y, h, tone in ((520, 260, "#54707c"), (560, 190, "#3b5766")):
        canvas.lay(
            land(canvas, peaks(canvas, y, h, 4), 640),
            tone,
            mix(tone, "#a28f8b", 0.3),
            rough=2,
        )
        canvas.mist(y + 20, 60, "#b9a198", 0.55)
    _lit_blocks(canvas)
    _wall(canvas)
    for x in (230, 620, 1010, 1400):
        _wall_lamp(canvas, x)
    canvas.lay(land(canvas, ridge(canvas, 668, 4, waves=5), 700), "#1b2c36", rough=2)
    water(canvas, 692, "#2c4a5c", share=0.38, ripple=1.4)
    bank = trace("-20,960 420,1000 900,1030 1300,985 1640,930")
    near = canvas.stencil().polygon([*bank, (1640, 1090), (-20, 1090)])
    grass(near, bank, 150, 520)
    canvas.lay(near, "#152830", "#08131b", rough=0.6)


def _lit_blocks(canvas: Canvas) -> None:
    blocks, lights = canvas.stencil(), canvas.stencil()
    for n in range(9):
        x, h = 250 + n * 128, 118 if n % 3 else 150
        blocks.box(x, 650 - h, 104, h + 10).box(x + 40, 640 - h, 24, 12)
        windows(canvas, lights, (x + 6, 646 - h, 92, h), (15.4, 20), 0.8)
    canvas.lay(blocks, "#233848", "#1c2e3d", tooth=0.1)
    canvas.lay(lights, "#f6dc9c", tooth=0, share=0.9)


def _wall(canvas: Canvas) -> None:
    """A wall with a fence on top."""
    wall = canvas.stencil().box(210, 640, 1210, 26)
    for n in range(50):
        wall.line([(212 + n * 24.6, 642), (212 + n * 24.6, 622)], 2)
    for n in (0, 1, 2):
        wall.line([(212, 624 + n * 6), (1418, 624 + n * 6)], 1)
    canvas.lay(wall, "#14222f", tooth=0.1)


def _wall_lamp(canvas: Canvas, x: float) -> None:
    canvas.lay(canvas.stencil().box(x - 2, 560, 4, 90), "#14222f", tooth=0)
    canvas.lay(canvas.stencil().disc(x, 558, 6, 4), "#fff6dd", tooth=0)
    canvas.glow(x, 560, 90, "#fff0c8", 0.7)


def border_bridge(canvas: Canvas) -> None:
    """A long bridge between two wooded shores, early mist."""
    canvas.wash((0, "#6d949b"), (0.3, "#b9c8bc"), (0.5, "#f1e2c0"), (1, "#cfcdb4"))
    canvas.glow(800, 430, 600, "#fff3d2", 0.75, flat=0.55)
    for y, h, tone in (
        (430, 230, "#a9bab2"),
        (500, 200, "#8aa39d"),
        (560, 130, "#6b8a86"),
    ):
        canvas.lay(
            land(canvas, peaks(canvas, y, h, 4), 700),
            tone,
            mix(tone, "#efe3c6", 0.5),
            rough=2.5,
        )
        canvas.mist(y + 24, 80, "#f2e7cb", 0.8)
    canvas.lay(land(canvas, ridge(canvas, 660, 14, waves=5), 690), "#5f7f78", rough=3)
    _span(canvas)
    canvas.mist(690, 60, "#f2e7cb", 0.6)
    water(canvas, 700, "#7c9f9b", share=0.42, ripple=1.1)
    shimmer(canvas, 800, 705, "#fff6dd", count=90, share=0.5, spread=0.3)
    for points in (
        trace("-20,560 120,580 280,660 352,740 384,800 372,900 300,1090 -20,1090"),
        trace(
            "1640,520 1500,560 1330,660 1268,745 1236,806 1250,910 1320,1090 1640,1090"
        ),
    ):
        shore = canvas.stencil().polygon(points)
        for _ in range(260):
            (x0, y0), (x1, y1) = canvas.rng.choice(list(pairwise(points[:7])))
            t = canvas.rng.random()
            left, top = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
            size = 18 + max(0, top - 540) * 0.08
            inwards = canvas.rng.random() * 60 * (-1 if left < 800 else 1)
            shore.disc(left + inwards, top + canvas.rng.gauss(10, 16), size, size * 0.7)
        mask = canvas.lay(shore, "#3d5f58", "#1b3538", rough=3.5)
        canvas.dry(mask, "#8fa780", share=0.4, cell=(30, 9), cover=0.28)


def _span(canvas: Canvas) -> None:
    deck = trace("120,560 1500,545")
    pen = canvas.stencil().line(deck, 15)
    for n in range(8):
        x = 210 + n * 172
        y = 560 - n * 1.9
        pen.polygon([(x - 11, y), (x + 11, y), (x + 17, 716), (x - 17, 716)])
        pen.box(x - 26, 690, 52, 24)
    for n in range(70):
        x = 120 + n * 20
        pen.line([(x, 560 - n * 0.22), (x, 540 - n * 0.22)], 2)
    pen.line(trace("120,541 1500,526"), 3)
    canvas.lay(pen, "#4a5f63", "#5f7a78", tooth=0.1)
