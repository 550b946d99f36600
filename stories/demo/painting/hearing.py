"""Where a child is heard without meeting anybody she should not meet."""

from PIL import ImageFilter

from stories.demo.painting.brush import Canvas, mix, trace
from stories.demo.painting.nature import land, ridge
from stories.demo.painting.window import light_on


def interview_room(canvas: Canvas) -> None:
    """A room to speak in: a round rug, two floor cushions, a camera in the corner."""
    canvas.wash((0, "#8fa9a0"), (0.6, "#a9b79c"), (1, "#8a6a4c"), streak=0.16)
    left = canvas.stencil().polygon(trace("-20,-20 360,-20 360,700 -20,860"))
    canvas.lay(left, "#6f8f8c", "#587874", rough=1, tooth=0.24)
    floor = canvas.stencil().polygon(
        trace("360,700 1640,700 1640,1090 -20,1090 -20,860")
    )
    canvas.lay(floor, "#b88a60", "#7d5238", rough=1, tooth=0.3, cell=(280, 8))
    canvas.lay(
        canvas.stencil().polygon(
            trace("360,690 1640,690 1640,706 360,706 -20,866 -20,848")
        ),
        "#f0e2c0",
        "#cdb98c",
        tooth=0.1,
    )
    _curtained_window(canvas)
    _shelf(canvas)
    rug = canvas.stencil().disc(800, 900, 520, 150)
    canvas.lay(rug, "#b4492a", "#7d2817", rough=1.5, tooth=0.4, cell=(10, 6))
    ring = canvas.stencil().disc(800, 900, 440, 122).disc(800, 900, 410, 112, value=0)
    canvas.lay(ring, "#f0d7a0", tooth=0.2, share=0.85)
    light_on(canvas, [trace("700,760 960,760 760,1060 380,1040")], "#ffe2ac", 0.4, 12)
    for x, y, tone in ((600, 880, "#24435c"), (1010, 890, "#d9a13c")):
        _cushion(canvas, x, y, tone)
    _camera(canvas)
    _blocks(canvas)


def _curtained_window(canvas: Canvas) -> None:
    glass = canvas.lay(
        canvas.stencil().box(560, 120, 460, 400), "#b5d3cc", "#f6eccb", tooth=0.1
    )
    hill = land(canvas, ridge(canvas, 420, 20, waves=4), 540)
    canvas.lay(hill, "#8fb08c", "#7a9f7e", rough=3, within=glass)
    bars = (
        canvas.stencil()
        .box(546, 106, 488, 16)
        .box(546, 516, 488, 20)
        .box(784, 112, 12, 410)
    )
    canvas.lay(bars, "#fbf3de", "#e0cfa8", tooth=0.1)
    canvas.glow(790, 320, 460, "#fff6dc", 0.45)
    for x in (470, 1000):
        drape = canvas.stencil().polygon(
            [(x, 84), (x + 110, 84), (x + 94, 640), (x + 6, 640)]
        )
        cloth = canvas.lay(
            drape, "#e6c48c", "#c0915c", rough=1, tooth=0.2, cell=(9, 200)
        )
        folds = canvas.stencil()
        for n in range(4):
            folds.box(x + 14 + n * 24, 84, 7, 560)
        soft = folds.cut().filter(ImageFilter.GaussianBlur(5))
        canvas.tint(soft, "#7a4c2c", 0.4, within=cloth)
    canvas.lay(
        canvas.stencil().box(440, 74, 700, 12).disc(440, 80, 13).disc(1140, 80, 13),
        "#5d3826",
        tooth=0.1,
    )


def _shelf(canvas: Canvas) -> None:
    canvas.tint(canvas.stencil().box(1256, 320, 330, 400).cut(6), "#3a4a44", 0.4)
    canvas.lay(
        canvas.stencil().box(1240, 300, 330, 410),
        "#8f5f3e",
        "#6a412c",
        rough=0.8,
        tooth=0.2,
    )
    for y in (320, 450, 580):
        canvas.lay(
            canvas.stencil().box(1258, y, 294, 112), "#4f3428", "#3a2620", tooth=0.1
        )
    spines = ("#8f2410", "#3f8482", "#d9a13c", "#24435c", "#f0e2c0", "#b4492a")
    for n in range(11):
        tall = canvas.rng.uniform(64, 98)
        canvas.lay(
            canvas.stencil().box(1268 + n * 19, 432 - tall, 15, tall),
            spines[n % 6],
            tooth=0.15,
        )
    for x, tone in ((1320, "#d9a13c"), (1420, "#b4492a"), (1500, "#6f9a86")):
        canvas.lay(
            canvas.stencil().disc(x, 536, 30, 26).box(x - 30, 536, 60, 26),
            tone,
            mix(tone, "#101820", 0.3),
            rough=1,
        )
    basket = canvas.stencil().polygon(trace("1290,616 1520,616 1500,692 1310,692"))
    canvas.lay(basket, "#c9995c", "#8f6238", rough=0.8, tooth=0.5, cell=(10, 8))


def _cushion(canvas: Canvas, x: float, y: float, tone: str) -> None:
    canvas.tint(canvas.stencil().disc(x + 10, y + 34, 176, 32).cut(8), "#2a1410", 0.5)
    canvas.lay(
        canvas.stencil().disc(x, y, 160, 56).box(x - 150, y, 300, 14),
        tone,
        mix(tone, "#101820", 0.4),
        rough=1,
    )
    canvas.lay(
        canvas.stencil().disc(x, y - 14, 132, 34),
        mix(tone, "#fff1cc", 0.22),
        tone,
        rough=1,
    )
    canvas.lay(
        canvas.stencil().disc(x, y - 16, 9, 5), mix(tone, "#101820", 0.5), tooth=0
    )


def _camera(canvas: Canvas) -> None:
    """Small, high up and in plain sight: nobody is filmed without knowing."""
    canvas.lay(
        canvas.stencil().line(trace("238,120 238,176 276,200"), 9), "#22303c", tooth=0
    )
    canvas.lay(
        canvas.stencil().polygon(trace("262,178 356,206 344,250 250,222")),
        "#2c3a46",
        "#151f2a",
        rough=0.6,
    )
    canvas.lay(canvas.stencil().disc(348, 229, 15, 20), "#0d141c", tooth=0)
    canvas.lay(canvas.stencil().disc(276, 200, 5), "#ff6b4a", tooth=0)


def _blocks(canvas: Canvas) -> None:
    for x, y, tone in (
        (780, 868, "#3f8482"),
        (846, 880, "#f0d7a0"),
        (806, 838, "#8f2410"),
    ):
        canvas.lay(
            canvas.stencil().box(x, y, 46, 40),
            tone,
            mix(tone, "#101820", 0.25),
            rough=0.6,
        )
        canvas.lay(
            canvas.stencil().polygon(
                [(x, y), (x + 46, y), (x + 56, y - 12), (x + 10, y - 12)]
            ),
            mix(tone, "#fff1cc", 0.35),
            tooth=0,
        )
