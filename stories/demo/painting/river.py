"""Rivers, lakes, coasts and harbours."""

from math import pi

from stories.demo.painting.brush import Canvas, Point, Stencil, trace
from stories.demo.painting.nature import clouds, land, ridge, shimmer, water
from stories.demo.painting.plants import branches, fan_palm, grass


def dugout(pen: Stencil, x: float, y: float, long: float) -> None:
    """A boat far away, its rower no more than a dot."""
    pen.polygon(
        [
            (x - long, y - long * 0.16),
            (x - long * 0.7, y - long * 0.02),
            (x + long * 0.7, y - long * 0.02),
            (x + long, y - long * 0.18),
            (x + long * 0.75, y + long * 0.13),
            (x - long * 0.75, y + long * 0.13),
        ]
    )
    pen.line([(x + long * 0.3, y), (x + long * 0.3, y - long * 0.34)], long * 0.09)


def delta_dawn(canvas: Canvas) -> None:
    """The mouth of a big river, first light, sugar palms on the banks."""
    canvas.wash(
        (0, "#24405a"),
        (0.16, "#5d6f7c"),
        (0.32, "#c99a7c"),
        (0.44, "#f0c48d"),
        (0.52, "#f7dcae"),
        (1, "#f3cf9c"),
    )
    canvas.glow(1050, 470, 760, "#ffe3a8", 0.85, flat=0.62)
    clouds(canvas, 205, 90, "#e9b493", count=11, share=0.5, long=300)
    clouds(canvas, 120, 60, "#8a7f88", count=8, share=0.45, long=330)
    canvas.lay(canvas.stencil().disc(1050, 462, 43), "#fff3cf", "#ffdf9a", tooth=0)
    for y, swell, tone in ((500, 9, "#c59a83"), (513, 12, "#a07a72")):
        canvas.lay(land(canvas, ridge(canvas, y, swell, waves=6), 540), tone, rough=1.5)
    _far_trees(canvas)
    canvas.mist(525, 66, "#fbe3bb", 0.8)
    water(canvas, 540, "#efc795", share=0.34)
    shimmer(canvas, 1050, 545, "#fff0c8", count=150, share=0.8)
    _sandbanks(canvas)
    _near_bank(canvas)
    boats = canvas.stencil()
    dugout(boats, 1210, 655, 34)
    dugout(boats, 862, 590, 17)
    canvas.lay(boats, "#2a2a35", tooth=0)


def _far_trees(canvas: Canvas) -> None:
    trees = canvas.stencil()
    for _ in range(30):
        fan_palm(trees, canvas.rng.uniform(-20, 1620), 532, canvas.rng.uniform(26, 58))
    canvas.lay(trees, "#7c6468", tooth=0)


def _sandbanks(canvas: Canvas) -> None:
    """Flat islands that split the river into its arms."""
    for points, top, bottom in (
        (trace("900,592 1180,577 1640,586 1640,612 1280,608"), "#9a7466", "#7d5f5c"),
        (trace("-20,611 330,600 640,622 420,645 -20,662"), "#8a6862", "#64525a"),
        (
            trace("760,741 1120,703 1640,727 1640,800 1310,789 980,768"),
            "#5f4d53",
            "#3e3a47",
        ),
    ):
        pen = canvas.stencil().polygon(points)
        grass(pen, points[:3], 15, 150)
        mask = canvas.lay(pen, top, bottom, rough=2.2)
        canvas.dry(mask, "#e3b48c", share=0.35, cell=(160, 4), cover=0.3)


def _near_bank(canvas: Canvas) -> None:
    """Four sugar palms, and the grass they stand in."""
    palms = canvas.stencil()
    for x, y, tall, lean in (
        (196, 905, 520, 0.05),
        (312, 900, 395, -0.03),
        (96, 915, 330, -0.06),
        (404, 902, 250, 0.04),
    ):
        fan_palm(palms, x, y, tall, lean)
    canvas.lay(palms, "#16202f", "#231f2b", tooth=0.1)
    bank = trace("-20,880 140,872 380,892 620,938 830,1000 960,1090 -20,1090")
    grassy = canvas.stencil().polygon(bank)
    grass(grassy, bank[:6], 44, 420)
    mask = canvas.lay(grassy, "#1d2430", "#0d1722", rough=1.2)
    canvas.dry(mask, "#5b4a45", share=0.3, cell=(70, 6), cover=0.2)


def lake_dugouts(canvas: Canvas) -> None:
    """A drowned forest in a wide lake; boats as small as thoughts."""
    canvas.wash(
        (0, "#3f6f7c"),
        (0.22, "#86a6a0"),
        (0.42, "#dccfae"),
        (0.5, "#f0dfba"),
        (1, "#cfd0b8"),
    )
    canvas.glow(480, 420, 640, "#fff0c9", 0.7, flat=0.5)
    clouds(canvas, 150, 85, "#c9cdbd", count=10, share=0.55, long=320)
    clouds(canvas, 300, 40, "#f5e6c6", count=9, share=0.6, long=280)
    for y, swell, tone in (
        (452, 26, "#a9b3a2"),
        (474, 20, "#84978c"),
        (490, 11, "#64807b"),
    ):
        canvas.lay(land(canvas, ridge(canvas, y, swell, waves=5), 505), tone, rough=1.5)
    canvas.mist(500, 45, "#f3e6c8", 0.75)
    water(canvas, 505, "#7fa39c", share=0.42)
    shimmer(canvas, 480, 510, "#fff5d8", count=120, share=0.65, spread=0.2)
    boats = canvas.stencil()
    for x, y, long in ((705, 566, 26), (792, 573, 22), (1010, 549, 14), (560, 543, 12)):
        dugout(boats, x, y, long)
    canvas.lay(boats, "#24414a", tooth=0)
    _drowned_trees(canvas)


def _drowned_trees(canvas: Canvas) -> None:
    for x, y, tall, wide, tone in (
        (1120, 640, 62, 11, "#4c6a6a"),
        (985, 622, 46, 8, "#5d7a77"),
        (250, 665, 66, 12, "#46625f"),
        (1265, 720, 98, 20, "#2f4b50"),
        (1450, 830, 158, 34, "#16303a"),
        (122, 792, 120, 26, "#213e46"),
    ):
        pen = canvas.stencil()
        lean = pi / 2 + canvas.rng.uniform(-0.14, 0.14)
        branches(pen, x, y, tall, lean, wide, depth=5, snapped=0.22)
        canvas.lay(pen, tone, tooth=0.1)
        glass = canvas.stencil()
        for n in range(int(tall / 4)):
            row = y + 3 + n * 7
            sway = canvas.rng.gauss(0, wide * 0.3)
            glass.disc(x + sway, row, wide * canvas.rng.uniform(0.3, 0.75), 2.6)
        canvas.lay(glass, tone, tooth=0, share=0.55)


def nets_drying(canvas: Canvas) -> None:
    """Nets hung on poles above a beach, nobody by."""
    canvas.wash(
        (0, "#c9683f"),
        (0.2, "#de8f5b"),
        (0.42, "#f0bf85"),
        (0.55, "#f6dcae"),
        (1, "#e3b98a"),
    )
    canvas.glow(360, 560, 560, "#ffe9b5", 0.75, flat=0.55)
    clouds(canvas, 170, 90, "#b55a3c", count=9, share=0.45, long=330)
    clouds(canvas, 330, 50, "#f7cf98", count=9, share=0.6, long=300)
    canvas.lay(canvas.stencil().disc(360, 548, 50), "#fff5d6", "#ffe3a6", tooth=0)
    canvas.lay(land(canvas, ridge(canvas, 590, 11, waves=5), 610), "#a2674f", rough=1.5)
    water(canvas, 606, "#d89a68", share=0.4)
    shimmer(canvas, 360, 610, "#fff0c4", count=110, share=0.75, spread=0.12)
    beach = trace("-20,1010 300,930 760,868 1640,806 1640,1090 -20,1090")
    mask = canvas.lay(canvas.stencil().polygon(beach), "#7a4a3b", "#2c2430", rough=4)
    canvas.dry(mask, "#c98459", share=0.4, cell=(220, 7), cover=0.3)
    _net(canvas, trace("560,380 820,352 1110,346 1420,330 1660,340"), 890)


def _net(canvas: Canvas, tops: list[Point], ground: float) -> None:
    poles = canvas.stencil()
    for x, y in tops:
        sway = canvas.rng.uniform(-14, 14)
        poles.line([(x, y - 30), (x + sway, ground + canvas.rng.uniform(-20, 30))], 9)
    cords = canvas.stencil()
    for (x0, y0), (x1, y1) in zip(tops, tops[1:], strict=False):
        for strand in range(15):
            sag = 26 + strand * 25
            path = [
                (
                    x0 + (x1 - x0) * t / 12,
                    y0
                    + (y1 - y0) * t / 12
                    + sag * (1 - (t / 6 - 1) ** 2) * 0.45
                    + strand * 23,
                )
                for t in range(13)
            ]
            cords.line(path, 2.8 if strand == 0 else 1.3)
        for strand in range(19):
            t = strand / 19
            x = x0 + (x1 - x0) * t
            top = y0 + (y1 - y0) * t + 12 * (1 - (2 * t - 1) ** 2)
            low = top + 330 + 150 * (1 - (2 * t - 1) ** 2)
            cords.line([(x, top), (x + 10, low)], 1.2)
    canvas.lay(cords, "#31303c", tooth=0, share=0.82)
    floats = canvas.stencil()
    for (x0, y0), (x1, y1) in zip(tops, tops[1:], strict=False):
        for n in range(1, 12):
            t = n / 12
            floats.disc(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + 46 * t * (1 - t), 6, 5)
    canvas.lay(floats, "#8f2410", tooth=0)
    canvas.lay(poles, "#1d1f2b", "#14161f", tooth=0.1)


def headland(canvas: Canvas) -> None:
    """An Australian headland in the morning, a lighthouse at its end."""
    canvas.wash((0, "#7fb0b4"), (0.3, "#bcd0c4"), (0.48, "#f2e4c4"), (1, "#d8dcc6"))
    canvas.glow(340, 470, 640, "#fff3d2", 0.8, flat=0.5)
    clouds(canvas, 190, 90, "#f6ecd6", count=12, share=0.6, long=330)
    water(canvas, 500, "#3f8288", share=0.62)
    shimmer(canvas, 340, 505, "#fff6dd", count=120, share=0.6, spread=0.24)
    for points, top, bottom in (
        (trace("1640,452 1420,458 1240,474 1130,503 1640,506"), "#8fa096", "#71877f"),
        (
            trace(
                "1640,392 1460,402 1290,424 1120,438 985,470 930,520 "
                "960,566 1180,640 1640,690"
            ),
            "#6f7a58",
            "#7a4b34",
        ),
    ):
        mask = canvas.lay(canvas.stencil().polygon(points), top, bottom, rough=2.5)
        canvas.dry(mask, "#d8a878", share=0.4, cell=(120, 9), cover=0.22)
        canvas.dry(mask, "#51402f", share=0.3, cell=(60, 7), cover=0.2)
    tower = canvas.stencil().polygon(trace("1026,452 1032,366 1054,366 1060,452"))
    canvas.lay(tower, "#fbf4e4", "#d9cdb6", tooth=0.06)
    canvas.lay(
        canvas.stencil().box(1030, 346, 26, 20).disc(1043, 346, 13, 9),
        "#8f2410",
        tooth=0,
    )
    _surf(canvas)
    dune = trace("-20,842 260,806 560,852 900,940 1200,1090 -20,1090")
    near = canvas.stencil().polygon(dune)
    grass(near, dune[:5], 105, 480)
    canvas.lay(near, "#5f6b48", "#22332e", rough=0.9)
    for tone, count, share in (("#7e8654", 260, 0.7), ("#d9c188", 90, 0.8)):
        blades = canvas.stencil()
        grass(blades, dune[:5], 120, count, drop=190)
        canvas.lay(blades, tone, "#4b5a41", tooth=0, share=share)


def _surf(canvas: Canvas) -> None:
    for y, count, size in ((612, 40, 50), (690, 44, 70), (792, 52, 95)):
        foam = canvas.stencil()
        for _ in range(count):
            x = canvas.rng.uniform(-30, 1640)
            foam.disc(x, y + canvas.rng.gauss(0, 5) + x * 0.035, size, size * 0.045)
        canvas.lay(foam.cut(1.6), "#fbf6e6", tooth=0.1, share=0.75)
