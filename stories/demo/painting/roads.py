"""Roads, dry and wet."""

from math import pi, sin

from PIL import ImageFilter

from stories.demo.painting.brush import Canvas, Point, Stencil, mix, trace
from stories.demo.painting.nature import clouds, land, ridge
from stories.demo.painting.plants import branches, grass


def savannah(canvas: Canvas) -> None:
    """A murram road through dry grass, one acacia, rain far off."""
    canvas.wash(
        (0, "#33536a"),
        (0.2, "#6f8a90"),
        (0.4, "#c9bf9f"),
        (0.52, "#efd9a8"),
        (1, "#e2c088"),
    )
    canvas.glow(1180, 480, 600, "#fff0c2", 0.7, flat=0.5)
    clouds(canvas, 120, 100, "#2d4a60", count=12, share=0.6, long=360)
    clouds(canvas, 300, 60, "#f1deb4", count=10, share=0.6, long=300)
    rain = canvas.stencil().polygon(trace("120,170 520,170 430,560 60,560"))
    canvas.tint(rain.cut().filter(ImageFilter.GaussianBlur(60)), "#3f5c6e", 0.55)
    for y, swell, tone in ((510, 34, "#8b9190"), (528, 18, "#7b8074")):
        canvas.lay(land(canvas, ridge(canvas, y, swell, waves=4), 560), tone, rough=1.5)
    far = canvas.stencil()
    for _ in range(70):
        at, foot = canvas.rng.uniform(0, 1600), canvas.rng.uniform(548, 575)
        far.disc(at, foot - 12, canvas.rng.uniform(9, 26), 4)
        far.line([(at, foot), (at, foot - 12)], 1.4)
    plain = land(canvas, ridge(canvas, 560, 3, waves=2))
    mask = canvas.lay(plain, "#cfae6c", "#8a6437", rough=1)
    canvas.lay(far, "#6c6a4a", tooth=0)
    canvas.dry(mask, "#f0d796", share=0.4, cell=(260, 7), cover=0.34)
    canvas.dry(mask, "#8d6a3a", share=0.3, cell=(200, 8), cover=0.24)
    track = canvas.lay(_winding(canvas, 0, 1), "#c77c4e", "#8c3d22", rough=2)
    canvas.dry(track, "#e0a272", share=0.4, cell=(90, 7), cover=0.3)
    ruts = _winding(canvas, -0.42, 0.26).cut(2), _winding(canvas, 0.42, 0.26).cut(2)
    for rut in ruts:
        canvas.lay(rut, "#a45531", "#5b2416", share=0.6)
    _acacia(canvas, 1240, 700, 1)
    _acacia(canvas, 300, 590, 0.34)
    _acacia(canvas, 470, 578, 0.22)
    for tone, count in (("#6b5030", 240), ("#d3aa5e", 170), ("#f0d48d", 70)):
        blades = canvas.stencil()
        grass(blades, trace("-10,1000 250,1070"), 150, count, drop=70)
        grass(blades, trace("1170,1080 1620,980"), 170, count, drop=70)
        canvas.lay(blades, tone, mix(tone, "#3a2a1c", 0.5), tooth=0, share=0.85)


def _winding(canvas: Canvas, aside: float, wide: float) -> Stencil:
    """A road that comes towards us in one slow bend."""
    left, right = [], []
    for n in range(41):
        t = n / 40
        y, half = 563 + 527 * t, 6 + 430 * t**1.5
        middle = 742 - 46 * sin(t**0.6 * 2 * pi) + aside * half
        left.append((middle - half * wide, y))
        right.append((middle + half * wide, y))
    return canvas.stencil().polygon([*left, *reversed(right)])


def _acacia(canvas: Canvas, x: float, y: float, s: float) -> None:
    shade = canvas.stencil().disc(x - 40 * s, y + 8 * s, 250 * s, 17 * s)
    canvas.lay(shade.cut(3 * s + 0.6), "#5d4426", tooth=0.1, share=0.65)
    pen = canvas.stencil()
    tips: list[Point] = []
    for lean in (0.66, 0.38):
        tips += branches(
            pen, x, y, 118 * s, pi * lean + 0.1, 22 * s, depth=5, spread=0.42
        )
    canvas.lay(pen, "#2d2a24", tooth=0)
    crown = canvas.stencil()
    for _ in range(150):
        t = canvas.rng.gauss(0, 0.42)
        level = canvas.rng.choice((0, 0, 1, 2))
        crown.disc(
            x + (t * 300 + (level - 1) * 20) * s,
            y - (318 + level * 34 - abs(t) * 26) * s + canvas.rng.gauss(0, 6 * s),
            canvas.rng.uniform(22, 46) * s,
            canvas.rng.uniform(9, 16) * s,
        )
    mask = canvas.lay(crown, "#55603a", "#2a3628", rough=2.2 * s + 0.4)
    canvas.dry(mask, "#a8a15c", share=0.55, cell=(26 * s + 3, 7 * s + 1), cover=0.3)


def rain(canvas: Canvas) -> None:
    """A wet highway at dusk, seen through rain."""
    canvas.wash(
        (0, "#12263a"),
        (0.3, "#2f4d60"),
        (0.46, "#7b8789"),
        (0.53, "#d3ab88"),
        (1, "#3c4a55"),
    )
    canvas.glow(900, 540, 520, "#f7c793", 0.6, flat=0.35)
    clouds(canvas, 220, 150, "#1c3449", count=14, share=0.6, long=380)
    for y, swell, tone in ((535, 46, "#5b6b74"), (560, 26, "#40525d")):
        canvas.lay(land(canvas, ridge(canvas, y, swell, waves=4), 590), tone, rough=3)
    canvas.mist(562, 46, "#c79f86", 0.5)
    canvas.lay(
        land(canvas, ridge(canvas, 575, 4, waves=2)), "#33463f", "#14231f", rough=2
    )
    _wet_road(canvas)
    _lamps_ahead(canvas)
    _poles(canvas)
    _drops(canvas)


def _wet_road(canvas: Canvas) -> None:
    road = canvas.stencil().polygon(trace("884,574 912,574 1500,1090 120,1090"))
    mask = canvas.lay(road, "#b39584", "#1d2b3a", rough=1.5, tooth=0.4, cell=(160, 7))
    canvas.dry(mask, "#d8b195", share=0.4, cell=(90, 4), cover=0.3)
    dashes = canvas.stencil()
    for n in range(9):
        t0, t1 = (n / 9) ** 2.3, ((n + 0.55) / 9) ** 2.3
        x0, x1 = 898 - 58 * t0, 898 - 58 * t1
        y0, y1 = 576 + 514 * t0, 576 + 514 * t1
        dashes.polygon(
            [
                (x0 - 1 - 9 * t0, y0),
                (x0 + 1 + 9 * t0, y0),
                (x1 + 1 + 9 * t1, y1),
                (x1 - 1 - 9 * t1, y1),
            ]
        )
    canvas.lay(dashes, "#f1dcb6", tooth=0.2, share=0.75)


def _poles(canvas: Canvas) -> None:
    poles = canvas.stencil()
    for n in range(6):
        t = ((n + 1) / 6) ** 2.2
        x, y, tall = 940 + 560 * t, 578 + 210 * t, 40 + 520 * t
        poles.line([(x, y), (x, y - tall)], 1.6 + 11 * t)
        poles.line(
            [(x - tall * 0.13, y - tall * 0.9), (x + tall * 0.13, y - tall * 0.9)],
            1.2 + 6 * t,
        )
    canvas.lay(poles, "#182734", tooth=0.1)


def _drops(canvas: Canvas) -> None:
    drops = canvas.stencil()
    for _ in range(420):
        at, high = canvas.rng.uniform(-40, 1640), canvas.rng.uniform(-40, 1060)
        long = canvas.rng.uniform(26, 90)
        drops.line([(at, high), (at - long * 0.16, high + long)], 1)
    canvas.lay(drops, "#dfe3dc", tooth=0, share=0.2)


def _lamps_ahead(canvas: Canvas) -> None:
    """Two tail lights and what the wet road makes of them."""
    for x in (936, 966):
        canvas.glow(x, 612, 60, "#ff7a52", 0.9)
        canvas.lay(canvas.stencil().disc(x, 612, 7, 6), "#ffd9c0", tooth=0)
        trail = canvas.stencil()
        for _ in range(60):
            t = canvas.rng.random() ** 1.3
            trail.disc(
                x + t * 70 + canvas.rng.gauss(0, 4 + 12 * t),
                622 + t * 330,
                6 + 14 * t,
                1.6 + t * 2,
            )
        canvas.lay(trail, "#d8482a", tooth=0, share=0.7)
    for x in (820, 838):
        canvas.glow(x, 606, 90, "#fff0cb", 0.9)
        canvas.lay(canvas.stencil().disc(x, 606, 5), "#fffaf0", tooth=0)
        trail = canvas.stencil()
        for _ in range(50):
            t = canvas.rng.random() ** 1.3
            trail.disc(
                x - t * 110 + canvas.rng.gauss(0, 3 + 10 * t),
                616 + t * 260,
                6 + 12 * t,
                1.4 + t * 2,
            )
        canvas.lay(trail, "#f6dfae", tooth=0, share=0.6)
