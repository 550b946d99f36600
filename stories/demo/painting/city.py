"""Towns seen from far enough that nobody in them can be known."""

from math import sin

from PIL import ImageFilter

from stories.demo.painting.brush import Canvas, Point, Stencil, mix, trace
from stories.demo.painting.nature import clouds, land, peaks, shimmer, water
from stories.demo.painting.plants import palm

WALLS = ("#d9b48c", "#c98d6a", "#b4583a", "#e5d1ae", "#7fa09c", "#a8695a", "#d6a45e")


def windows(
    canvas: Canvas,
    pen: Stencil,
    box: tuple[float, float, float, float],
    cell: tuple[float, float],
    lit: float,
) -> None:
    """Cut lit windows into a block, at the rate `lit`."""
    x, y, wide, tall = box
    step_x, step_y = cell
    for row in range(int(tall / step_y) - 1):
        for column in range(int(wide / step_x)):
            if canvas.rng.random() < lit:
                pen.box(
                    x + (column + 0.28) * step_x,
                    y + (row + 0.5) * step_y,
                    step_x * 0.46,
                    step_y * 0.5,
                )


def river_city(canvas: Canvas) -> None:
    """A riverfront at dusk, the lamps just lit."""
    canvas.wash(
        (0, "#152c46"),
        (0.22, "#3d5870"),
        (0.42, "#a57f7f"),
        (0.54, "#eab087"),
        (0.62, "#f6cf9d"),
        (1, "#d9a07c"),
    )
    clouds(canvas, 150, 100, "#4b6076", count=9, share=0.55, long=340)
    clouds(canvas, 350, 70, "#e09b7c", count=10, share=0.55, long=280)
    canvas.glow(420, 640, 560, "#ffd9a0", 0.65, flat=0.4)
    _blocks(canvas, 640, (60, 190), (40, 90), "#9c7f80", 0.0)
    canvas.mist(640, 60, "#f3c79a", 0.6)
    _spires(canvas, 1020, 640)
    _blocks(canvas, 644, (40, 130), (46, 120), "#5b5567", 0.12)
    _blocks(canvas, 648, (24, 76), (60, 150), "#33384a", 0.2)
    trees = canvas.stencil()
    for _ in range(26):
        palm(trees, canvas.rng.uniform(0, 1600), 655, canvas.rng.uniform(50, 84), 0.05)
    canvas.lay(trees, "#222a3a", tooth=0)
    canvas.lay(
        canvas.stencil().box(-20, 646, 1660, 26), "#2a2f3e", "#1b2230", tooth=0.1
    )
    _riverfront_lamps(canvas)
    water(canvas, 672, "#41566b", share=0.34, ripple=1.3)
    shimmer(canvas, 420, 676, "#ffdcae", count=90, share=0.5, spread=0.3)
    _boat(canvas)


def _riverfront_lamps(canvas: Canvas) -> None:
    lamps = canvas.stencil()
    for n in range(33):
        lamps.disc(24 + n * 49, 640, 3.6)
    canvas.lay(lamps, "#ffe7b4", tooth=0)
    for n in range(33):
        canvas.glow(24 + n * 49, 640, 26, "#ffd690", 0.6)


def _boat(canvas: Canvas) -> None:
    boat = canvas.stencil().box(1180, 842, 190, 52)
    boat.polygon(trace("1080,868 1130,892 1420,892 1480,862 1430,926 1120,926"))
    boat.polygon(trace("1160,842 1200,822 1370,822 1396,842"))
    canvas.lay(boat, "#1d2534", "#101722", rough=0.8)
    canvas.lay(canvas.stencil().disc(1158, 858, 5), "#ffe3a6", tooth=0)
    canvas.glow(1158, 858, 70, "#ffd690", 0.8)


def _blocks(
    canvas: Canvas,
    y: float,
    tall: tuple[int, int],
    wide: tuple[int, int],
    tone: str,
    lit: float,
) -> None:
    houses, lights, x = canvas.stencil(), canvas.stencil(), -20.0
    while x < canvas.width + 20:
        w, h = canvas.rng.uniform(*wide), canvas.rng.uniform(*tall)
        houses.box(x, y - h, w, h + 20)
        if canvas.rng.random() < 0.4:
            houses.box(x + w * 0.3, y - h - 14, w * 0.22, 15)
        windows(canvas, lights, (x, y - h, w, h), (12, 17), lit)
        x += w + canvas.rng.uniform(-4, 8)
    canvas.lay(houses, tone, mix(tone, "#f0bd92", 0.2), rough=0.7, tooth=0.12)
    canvas.lay(lights, "#ffdca0", tooth=0, share=0.9)


def _spires(canvas: Canvas, x: float, y: float) -> None:
    """Tiered roofs and a stupa above the houses."""
    pen = canvas.stencil()
    for n in range(5):
        half, base = 92 - n * 17, y - 60 - n * 25
        pen.polygon(
            [
                (x - half, base),
                (x - half * 0.55, base - 27),
                (x + half * 0.55, base - 27),
                (x + half, base),
            ]
        )
    pen.polygon([(x - 16, y - 180), (x, y - 300), (x + 16, y - 180)]).box(
        x - 70, y - 62, 140, 70
    )
    pen.disc(x + 200, y - 70, 46, 62)
    pen.polygon([(x + 178, y - 112), (x + 200, y - 236), (x + 222, y - 112)]).box(
        x + 140, y - 40, 120, 50
    )
    canvas.lay(pen, "#6b5763", "#5a5163", rough=0.6, tooth=0.1)


def hillside_town(canvas: Canvas) -> None:
    """Houses up a mountainside, lamps coming on from below."""
    canvas.wash(
        (0, "#2a3f5c"),
        (0.24, "#7c7f90"),
        (0.42, "#dfa487"),
        (0.52, "#f5d3a4"),
        (1, "#b98a76"),
    )
    canvas.glow(1180, 360, 520, "#ffe0ae", 0.7, flat=0.6)
    clouds(canvas, 130, 80, "#c98f7e", count=9, share=0.5, long=320)
    for y, h, tone in ((430, 300, "#8b8794"), (500, 240, "#6a6f82")):
        canvas.lay(
            land(canvas, peaks(canvas, y, h, 3), 640),
            tone,
            mix(tone, "#e0b493", 0.4),
            rough=2,
        )
    canvas.mist(520, 80, "#f1cfa6", 0.7)
    slope: list[Point] = [
        (x * 8, 600 - 250 * (x / 200) ** 1.4 + 14 * sin(x / 9)) for x in range(201)
    ]
    canvas.lay(land(canvas, slope), "#5e5a66", "#33323f", rough=3)
    for row in range(12):
        _street(canvas, slope, row / 11)
    _hillside_lamps(canvas, slope)


def _street(canvas: Canvas, slope: list[Point], depth: float) -> None:
    """A row of houses, from the skyline (`depth` 0) down to us (1), then its dusk."""
    size = 20 + 54 * depth
    for n in range(round(1750 / size)):
        x = n * size - 40 + canvas.rng.uniform(-size, size) * 0.3
        top = slope[max(0, min(200, round(x / 8)))][1]
        y = top + 26 + (1090 - top) * depth**1.25 + canvas.rng.uniform(-8, 8)
        if canvas.rng.random() < 0.88:
            _little_house(canvas, x, y, size, canvas.rng.choice(WALLS), depth)
    below = land(canvas, [(x, y + 60 + (1090 - y) * depth) for x, y in slope])
    canvas.tint(below.cut().filter(ImageFilter.GaussianBlur(30)), "#2b2c40", 0.10)


def _hillside_lamps(canvas: Canvas, slope: list[Point]) -> None:
    for _ in range(46):
        x = canvas.rng.uniform(20, 1580)
        top = slope[round(x / 8)][1]
        y = top + 40 + (1060 - top) * canvas.rng.random() ** 0.8
        canvas.lay(canvas.stencil().disc(x, y, 3.4), "#fff0c8", tooth=0)
        canvas.glow(x, y, 46, "#ffcf80", 0.55)


def _little_house(
    canvas: Canvas, x: float, y: float, s: float, tone: str, depth: float
) -> None:
    tone = mix(mix(tone, "#8f7f86", 0.55 * (1 - depth)), "#3a3348", 0.34 * depth + 0.1)
    tall = s * canvas.rng.uniform(0.6, 1)
    canvas.lay(
        canvas.stencil().box(x, y - tall, s, tall + s * 0.5),
        tone,
        mix(tone, "#2a2538", 0.4),
        tooth=0.08,
    )
    side = canvas.stencil().box(x + s * 0.7, y - tall, s * 0.3, tall + s * 0.5)
    canvas.lay(side, "#2a2538", tooth=0, share=0.35)
    roof = canvas.stencil().polygon(
        [
            (x - s * 0.06, y - tall),
            (x + s * 0.1, y - tall - s * 0.2),
            (x + s * 0.92, y - tall - s * 0.2),
            (x + s * 1.06, y - tall),
        ]
    )
    canvas.lay(roof, mix("#9b3f28", "#6b5560", 0.6 * (1 - depth)), tooth=0.08)
    holes = canvas.stencil()
    for k in (0.16, 0.46):
        holes.box(x + s * k, y - tall * 0.68, s * 0.17, tall * 0.3)
    lit = canvas.rng.random() < 0.22
    canvas.lay(holes, "#ffdf9c" if lit else mix("#33384a", tone, 0.25), tooth=0)
