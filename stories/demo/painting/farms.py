"""Maize, bananas and the house that goes with them."""

from math import pi, sin

from PIL import ImageFilter

from stories.demo.painting.brush import Canvas, Stencil, mix, trace
from stories.demo.painting.nature import clouds, land, ridge


def highland(canvas: Canvas) -> None:
    """A volcano above maize in the early morning."""
    canvas.wash(
        (0, "#31546c"),
        (0.25, "#7e99a0"),
        (0.45, "#e7b993"),
        (0.58, "#f5dcb1"),
        (1, "#d9c79f"),
    )
    canvas.glow(420, 560, 620, "#ffe9bd", 0.7, flat=0.5)
    clouds(canvas, 170, 90, "#c99d88", count=9, share=0.5, long=300)
    cone = trace(
        "430,640 640,520 800,380 905,262 952,226 985,236 "
        "1012,224 1070,276 1180,404 1350,536 1600,640"
    )
    mask = canvas.lay(canvas.stencil().polygon(cone), "#5a6472", "#93918e", rough=3)
    flank = canvas.stencil().polygon(
        trace(
            "952,226 985,236 968,300 990,340 930,410 946,470 "
            "850,540 880,590 760,640 430,640 800,380 905,262"
        )
    )
    canvas.tint(flank.cut(6), "#d9a98c", 0.45, within=mask)
    steam = canvas.stencil()
    for n in range(18):
        steam.disc(985 + n * 13, 214 - n * 5, 16 + n * 4, 9 + n * 1.6)
    canvas.lay(steam.cut(6).filter(ImageFilter.GaussianBlur(7)), "#ecd4b8", share=0.4)
    canvas.mist(640, 110, "#f6e2bd", 0.85)
    for y, swell, tone in (
        (650, 26, "#75877c"),
        (705, 30, "#56705f"),
        (770, 26, "#41604e"),
    ):
        mask = canvas.lay(land(canvas, ridge(canvas, y, swell, waves=5)), tone, rough=3)
        canvas.dry(mask, "#a7b487", share=0.35, cell=(34, 7), cover=0.26)
        canvas.mist(y + 46, 36, "#ecdcb8", 0.5)
    _maize(canvas)


def _maize(canvas: Canvas) -> None:
    for row, (tone, base, tall) in enumerate(
        (("#6f7f4a", 900, 96), ("#4b6440", 985, 140), ("#2a4434", 1190, 250))
    ):
        pen = canvas.stencil().box(-20, base - tall * 0.18, 1660, 300)
        for n in range(70 - row * 16):
            x = n * 1640 / (70 - row * 16) + canvas.rng.uniform(-9, 9)
            top = base - tall * canvas.rng.uniform(0.8, 1.1)
            pen.line([(x, base), (x, top)], 2 + row * 1.5)
            for k in range(6):
                y = base - (base - top) * (k + 1) / 7
                side = 1 if k % 2 else -1
                reach = tall * canvas.rng.uniform(0.16, 0.26) * side
                pen.polygon(
                    [
                        (x, y + 5),
                        (x + reach * 0.5, y - tall * 0.11),
                        (x + reach, y + tall * 0.03),
                        (x + reach * 0.45, y - tall * 0.055),
                    ]
                )
        canvas.lay(
            pen, mix(tone, "#d3b975", 0.25), mix(tone, "#10201c", 0.6), rough=0.5
        )
        canvas.mist(base, 60, "#cfc79a", 0.18)


def plot_and_house(canvas: Canvas) -> None:
    """A tin-roofed house on its own plot, marked by a hedge and a path."""
    canvas.wash((0, "#4f7f8a"), (0.28, "#9dbab1"), (0.5, "#f0e0bb"), (1, "#d8c491"))
    canvas.glow(1180, 430, 560, "#fff2cc", 0.7, flat=0.6)
    clouds(canvas, 160, 90, "#f1e8cf", count=12, share=0.6, long=300)
    for y, swell, tone in (
        (480, 40, "#8aa79a"),
        (525, 30, "#6f9079"),
        (570, 22, "#5b7d62"),
    ):
        mask = canvas.lay(land(canvas, ridge(canvas, y, swell, waves=4)), tone, rough=3)
        canvas.dry(mask, "#b7bf8d", share=0.35, cell=(40, 7), cover=0.25)
    canvas.mist(560, 50, "#efe3c3", 0.5)
    field = canvas.lay(
        land(canvas, ridge(canvas, 650, 8, waves=2)), "#a87b4c", "#6d3a25", rough=2
    )
    furrows = canvas.stencil()
    for n in range(-20, 24):
        furrows.line([(820 + n * 52, 655), (820 + n * 190, 1090)], 3.4)
    canvas.lay(furrows, "#54291e", rough=1.2, tooth=0, share=0.5, within=field)
    rows = canvas.stencil()
    for n in range(-20, 24):
        for k in range(13):
            t = ((k + 0.5) / 13) ** 1.7
            x, y = 846 + n * (52 + 138 * t), 660 + 430 * t
            rows.disc(x, y - 3 - 8 * t, 5 + 17 * t, 3.5 + 10 * t)
    mask = canvas.lay(rows.cut(1.3), "#7f9457", "#456338", tooth=0.2)
    canvas.dry(mask, "#c9cd86", share=0.5, cell=(9, 5), cover=0.3)
    path = canvas.stencil().polygon(
        trace("556,690 604,690 560,830 700,1090 360,1090 470,830")
    )
    canvas.lay(path, "#e0bd8b", "#c08a5c", rough=3)
    _house(canvas, 400, 690)
    _bananas(canvas)


def _house(canvas: Canvas, x: float, y: float) -> None:
    wall = canvas.stencil().box(x, y - 132, 330, 136)
    mask = canvas.lay(wall, "#dcb98c", "#b98258", rough=1.2)
    canvas.dry(mask, "#f1dcb6", share=0.5, cell=(50, 8), cover=0.3)
    shade = canvas.stencil().polygon(
        [(x, y - 132), (x + 330, y - 132), (x + 330, y - 104), (x, y - 96)]
    )
    canvas.lay(shade, "#5f3d33", tooth=0.1, share=0.5)
    roof = canvas.stencil().polygon(
        [(x - 34, y - 122), (x + 30, y - 214), (x + 304, y - 214), (x + 366, y - 122)]
    )
    mask = canvas.lay(roof, "#a04329", "#7a2a1a", rough=0.8)
    sheets = canvas.stencil()
    for n in range(25):
        t = n / 24
        sheets.line([(x + 30 + 274 * t, y - 214), (x - 34 + 400 * t, y - 122)], 1.6)
    canvas.lay(sheets, "#4e1912", tooth=0, share=0.55)
    canvas.dry(mask, "#e09a6c", share=0.5, cell=(20, 40), cover=0.25)
    canvas.lay(
        canvas.stencil().box(x + 148, y - 96, 48, 100), "#1f4f52", "#173b42", tooth=0.1
    )
    for dx in (46, 252):
        canvas.lay(canvas.stencil().box(x + dx, y - 92, 44, 42), "#24545a", tooth=0.1)


def _bananas(canvas: Canvas) -> None:
    for x, y, s, tone in (
        (300, 705, 0.9, "#4d6b44"),
        (236, 730, 1.15, "#3d5f40"),
        (800, 700, 0.9, "#537349"),
        (868, 724, 1.1, "#426743"),
        (110, 790, 1.7, "#2b4a38"),
        (1490, 850, 2.2, "#203d33"),
        (1580, 900, 2.4, "#1a332d"),
    ):
        pen = canvas.stencil()
        pen.line([(x, y), (x + 4 * s, y - 92 * s)], 8 * s)
        for _ in range(9):
            _banana_leaf(pen, x + 4 * s, y - 88 * s, s)
        mask = canvas.lay(pen, mix(tone, "#d3cf86", 0.22), tone, rough=0.5)
        canvas.dry(mask, "#c8c982", share=0.3, cell=(40 * s, 4), cover=0.24)


def _banana_leaf(pen: Stencil, x: float, y: float, s: float) -> None:
    """One long blade that rises, bends over and hangs, torn at its edge."""
    side = pen.rng.uniform(-1, 1)
    reach, rise = 105 * s * side, pen.rng.uniform(60, 95) * s
    spine = []
    for n in range(13):
        t = n / 12
        fall = rise * (2.2 * t - 2.1 * t * t * (0.5 + abs(side) * 0.75))
        spine.append((x + reach * t**1.15, y - fall))
    wide = pen.rng.uniform(11, 16) * s
    for n, (px, py) in enumerate(spine[:-1]):
        qx, qy = spine[n + 1]
        girth = wide * sin(pi * (n + 1) / 13.5) ** 0.8
        lift = girth * pen.rng.uniform(0.88, 1)
        sway = girth * 0.5 * (1 if side > 0 else -1)
        pen.polygon(
            [
                (px, py),
                (px + sway, py - lift * 0.8),
                (qx + sway, qy - lift * 0.8),
                (qx, qy),
                (qx + sway, qy + lift),
                (px + sway, py + lift),
            ]
        )
        pen.line([(px, py), (qx, qy)], 1.5 * s)
