"""Fields, mountains, roads and the houses beside them."""

from math import sin

from PIL import ImageFilter

from stories.demo.painting.brush import Canvas, Point, mix, trace
from stories.demo.painting.nature import clouds, land, peaks, ridge
from stories.demo.painting.plants import fan_palm

GREENS = (
    "#86976a",
    "#74895d",
    "#667c50",
    "#566f49",
    "#496442",
    "#3c593d",
    "#304c38",
    "#264032",
    "#1d352d",
)


def kiln_chimneys(canvas: Canvas) -> None:
    """Brick kilns on a plain, smoke going one way."""
    canvas.wash(
        (0, "#a65a38"),
        (0.2, "#cf8a58"),
        (0.45, "#ebbd86"),
        (0.6, "#f6dbab"),
        (1, "#d9a878"),
    )
    canvas.glow(1230, 560, 620, "#ffedbd", 0.8, flat=0.55)
    canvas.lay(canvas.stencil().disc(1230, 520, 58), "#fff6da", "#ffe7b3", tooth=0)
    canvas.lay(land(canvas, ridge(canvas, 632, 8, waves=7), 700), "#c08a67", rough=1.5)
    for x, tall, wide, tone in (
        (1480, 150, 13, "#b07a5e"),
        (1010, 190, 16, "#9c6750"),
        (760, 260, 21, "#854f3e"),
        (330, 500, 42, "#4a2727"),
    ):
        _chimney(canvas, x, 668, tall, wide, tone)
    canvas.mist(655, 60, "#f4d3a2", 0.75)
    _drying_rows(canvas)
    pen = canvas.stencil().polygon(
        trace("-20,660 90,596 640,596 752,676 520,702 -20,712")
    )
    mask = canvas.lay(pen, "#7f3a27", "#451f22", rough=2)
    canvas.dry(mask, "#c0673f", share=0.5, cell=(46, 8), cover=0.35)


def _chimney(
    canvas: Canvas, x: float, y: float, tall: float, wide: float, tone: str
) -> None:
    smoke = canvas.stencil()
    for n in range(34):
        t = n / 33
        drift = x - t * tall * 1.5 + canvas.rng.gauss(0, tall * 0.02)
        rise = y - tall - wide - t * tall * 0.36 - canvas.rng.gauss(0, tall * 0.03 * t)
        smoke.disc(drift, rise, wide * (0.7 + t * 3.4), wide * (0.6 + t * 1.7))
    puff = smoke.cut(wide * 0.3 + 2).filter(ImageFilter.GaussianBlur(wide * 0.12 + 1))
    canvas.lay(puff, mix(tone, "#e8c9a4", 0.35), tooth=0.2, share=0.5)
    body = [
        (x - wide, y),
        (x - wide * 0.62, y - tall),
        (x + wide * 0.62, y - tall),
        (x + wide, y),
    ]
    mask = canvas.lay(
        canvas.stencil().polygon(body), tone, mix(tone, "#2a1418", 0.35), rough=1
    )
    lit = canvas.stencil().polygon(
        [
            (x + wide * 0.35, y),
            (x + wide * 0.25, y - tall),
            (x + wide, y - tall),
            (x + wide, y),
        ]
    )
    canvas.tint(lit.cut(), "#f0b077", 0.45, within=mask)
    rim = canvas.stencil().box(
        x - wide * 0.74, y - tall - wide * 0.2, wide * 1.48, wide * 0.34
    )
    canvas.lay(rim, mix(tone, "#1d0f14", 0.4), tooth=0.1)


def _drying_rows(canvas: Canvas) -> None:
    """Rows of unfired bricks that run to one point on the horizon."""
    ground = canvas.stencil().box(-20, 690, 1660, 400)
    mask = canvas.lay(ground, "#c98f65", "#7a4634", rough=1)
    canvas.dry(mask, "#e6b888", share=0.4, cell=(240, 5), cover=0.3)
    eye = (960, 668)
    for n in range(-9, 12):
        far = (eye[0] + n * 44, 712)
        near = (eye[0] + n * 330, 1120)
        wide, tall = 78, 74
        side = canvas.stencil().polygon(
            [far, (far[0] + 12, far[1]), (near[0] + wide, near[1]), near]
        )
        canvas.lay(side, "#9b5a40", "#4f2424", rough=1, tooth=0.3, cell=(40, 9))
        top = canvas.stencil().polygon(
            [
                (far[0], far[1] - 9),
                (far[0] + 12, far[1] - 9),
                (near[0] + wide, near[1] - tall),
                (near[0], near[1] - tall),
                near,
                far,
            ]
        )
        canvas.lay(top, "#c47c56", "#a04f34", rough=1, tooth=0.3, cell=(30, 7))
        cracks = canvas.stencil()
        for k in range(26):
            t = (k / 26) ** 2.1
            x = far[0] + (near[0] - far[0]) * t
            y = far[1] - 9 + (near[1] - tall - far[1] + 9) * t
            cracks.line([(x, y), (x + 12 + (wide - 12) * t, y)], 0.8 + 2.4 * t)
        canvas.lay(cracks, "#5a2a26", tooth=0, share=0.6)


def terraces(canvas: Canvas) -> None:
    """Rice terraces after rain, the sky lying in every step."""
    canvas.wash((0, "#5a8792"), (0.25, "#a9c0b6"), (0.42, "#efe3c4"), (1, "#d7d2b2"))
    canvas.glow(560, 330, 560, "#fff3d0", 0.75, flat=0.55)
    clouds(canvas, 130, 80, "#e9e6d3", count=12, share=0.6, long=300)
    for y, h, tone in ((390, 190, "#9db3ad"), (440, 150, "#7b9a94")):
        canvas.lay(land(canvas, peaks(canvas, y, h, 5), 560), tone, rough=2)
        canvas.mist(y + 10, 70, "#f0e8cf", 0.75)
    _steps(canvas)
    _huts(canvas)
    palms = canvas.stencil()
    for x, y, tall in (
        (1385, 528, 120),
        (1430, 540, 150),
        (300, 590, 130),
        (250, 600, 165),
    ):
        fan_palm(palms, x, y, tall, canvas.rng.uniform(-0.05, 0.05))
    canvas.lay(palms, "#2f4a3c", tooth=0)


def _steps(canvas: Canvas) -> None:
    """The hillside, step below step: each bends as the one above, moved along."""
    hill = ridge(canvas, 0, 1, rough=0, waves=3)
    for n, green in enumerate(GREENS):
        level, swell = 462 + n * 36 + n * n * 5.2, 16 + n * 7.5
        drift = round(n * 4.5)
        bends = [*hill, *reversed(hill[1:])][drift:]
        edge = [
            (x, level + swell * bend)
            for (x, _), (_, bend) in zip(hill, bends, strict=False)
        ]
        mask = canvas.lay(
            land(canvas, edge), green, mix(green, "#16281f", 0.3), rough=1
        )
        canvas.dry(
            mask, mix(green, "#d9d08b", 0.4), share=0.4, cell=(110, 6), cover=0.25
        )
        _paddy(canvas, edge, 9 + n * 4.6, n)


def _huts(canvas: Canvas) -> None:
    huts = canvas.stencil()
    for x, y, s in ((1260, 498, 1), (1310, 505, 0.8), (420, 560, 1.1)):
        huts.polygon([(x - 24 * s, y), (x, y - 25 * s), (x + 24 * s, y)])
        huts.box(x - 16 * s, y - 2, 32 * s, 17 * s)
    canvas.lay(huts, "#7a4330", "#4d2d27", tooth=0.1)


def _paddy(canvas: Canvas, edge: list[Point], deep: float, n: int) -> None:
    """The flooded part of one step, lit by the sky."""
    lower = [
        (x, y + deep * (0.7 + 0.3 * sin(i / 7 + n))) for i, (x, y) in enumerate(edge)
    ]
    pool = canvas.stencil().polygon([*edge, *reversed(lower)])
    sky = ("#f3ead0", "#c4d2c4") if n % 2 else ("#dfe0ca", "#93b3ae")
    mask = canvas.lay(pool, *sky, rough=1.2, tooth=0.25, cell=(120, 4))
    shoots = canvas.stencil()
    for _ in range(90 + n * 12):
        x, y = canvas.rng.choice(edge)
        x, y = x + canvas.rng.uniform(-5, 5), y + deep * canvas.rng.uniform(0.2, 0.95)
        shoots.line(
            [(x, y), (x + canvas.rng.uniform(-2, 2), y - 3 - n * 1.3)], 1 + n * 0.22
        )
    canvas.lay(shoots, "#55744c", tooth=0, share=0.7, within=mask)
    rim = canvas.stencil().line(lower, 1.4 + n * 0.5)
    canvas.lay(rim, "#2c4234", tooth=0, share=0.6)
