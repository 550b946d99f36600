"""Tables by a window, the work put down."""

from stories.demo.painting.brush import Canvas, mix, trace
from stories.demo.painting.nature import land, ridge
from stories.demo.painting.plants import branches, foliage
from stories.demo.painting.window import frame, light_on


def sewing_window(canvas: Canvas) -> None:
    """A sewing machine by a window, work folded beside it."""
    canvas.wash((0, "#5a6d68"), (0.7, "#7f8471"), (1, "#5c5a4e"), streak=0.2)
    _tree_outside(canvas)
    canvas.glow(800, 380, 620, "#fff6da", 0.55)
    bars = frame(canvas, (404, 56, 912, 714), 20, 26)
    bars.box(852, 60, 14, 690).box(410, 380, 900, 12)
    canvas.lay(bars, "#6f5238", "#4d3727", tooth=0.2)
    for x, inwards in ((330, 1), (1390, -1)):
        _curtain(canvas, x, inwards)
    table = canvas.stencil().polygon(trace("-20,890 1640,860 1640,1220 -20,1220"))
    canvas.lay(table, "#a06a44", "#5b3527", rough=1, tooth=0.3, cell=(320, 9))
    light_on(canvas, [trace("470,886 1240,872 1480,1190 300,1190")], "#ffe2ae", 0.5, 12)
    _machine(canvas)
    _thread(canvas)
    _run_of_cloth(canvas)
    _cloth_pile(canvas)
    for x, y, tone in (
        (1230, 930, "#8f2410"),
        (1306, 952, "#2d6a6a"),
        (1382, 918, "#d9a13c"),
    ):
        _reel(canvas, x, y, tone)


def _tree_outside(canvas: Canvas) -> None:
    panes = canvas.stencil().box(420, 70, 880, 680)
    glass = canvas.lay(panes, "#cfe0d4", "#fdf3d6", tooth=0.1)
    hill = land(canvas, ridge(canvas, 560, 24, waves=4))
    canvas.lay(hill, "#a5bfa4", "#c4caa0", rough=3, within=glass)
    tree = canvas.stencil()
    tips = branches(tree, 1100, 700, 118, 1.7, 26, depth=5, spread=0.5)
    canvas.lay(tree, "#6a6a54", tooth=0, within=glass)
    crown = canvas.stencil()
    foliage(crown, tips, 62, 0.7)
    canvas.lay(crown, "#9fba8c", "#7fa384", rough=4, share=0.9, within=glass)


def _curtain(canvas: Canvas, x: float, inwards: int) -> None:
    """Cloth drawn aside at `x`; `inwards` is 1 or -1, towards the glass."""
    cloth = canvas.stencil().polygon(
        [
            (x - 60 * inwards, 20),
            (x + 210 * inwards, 20),
            (x + 150 * inwards, 420),
            (x + 60 * inwards, 800),
            (x - 60 * inwards, 820),
        ]
    )
    canvas.lay(
        cloth, "#e9c9a0", "#c08b66", rough=1, tooth=0.4, cell=(16, 260), share=0.94
    )


def _machine(canvas: Canvas) -> None:
    canvas.tint(canvas.stencil().disc(780, 966, 380, 28).cut(6), "#2c1712", 0.5)
    pen = canvas.stencil().polygon(trace("480,900 1100,890 1110,950 474,962"))
    pen.polygon(trace("930,900 1080,900 1064,620 952,600"))
    pen.polygon(
        trace("500,590 1000,570 1072,640 1066,700 940,690 620,690 610,720 500,716")
    )
    pen.disc(1010, 640, 66, 62).disc(540, 650, 60, 64)
    pen.box(528, 700, 46, 90).box(544, 786, 7, 84).box(522, 866, 56, 10)
    pen.box(1104, 618, 26, 14).disc(1132, 664, 24, 84)
    pen.box(640, 560, 8, 30).box(800, 552, 8, 30)
    mask = canvas.lay(pen, "#1d2f3d", "#0d1822", rough=0.8, tooth=0.15)
    top = canvas.stencil().polygon(trace("500,586 1000,566 1040,600 500,614")).cut(6)
    canvas.tint(top, "#f3d9a4", 0.5, within=mask)
    lettering = canvas.stencil().box(640, 640, 230, 9).box(680, 658, 150, 5)
    canvas.lay(lettering, "#c99b52", tooth=0)
    canvas.lay(canvas.stencil().disc(1132, 664, 9, 36), "#c99b52", tooth=0)


def _thread(canvas: Canvas) -> None:
    canvas.lay(canvas.stencil().box(624, 524, 40, 42), "#8f2410", "#661708", tooth=0.1)
    thread = canvas.stencil().line(trace("644,536 600,560 548,600 548,700"), 1.6)
    canvas.lay(thread, "#c8401f", tooth=0)


def _run_of_cloth(canvas: Canvas) -> None:
    """The work itself, from under the needle down to our edge of the table."""
    run = canvas.stencil().polygon(
        trace(
            "556,886 640,872 700,888 668,940 560,990 430,1060 "
            "330,1215 60,1215 150,1060 300,950 430,900"
        )
    )
    mask = canvas.lay(run, "#b4492a", "#7a2415", rough=1.4, tooth=0.35, cell=(70, 14))
    canvas.dry(mask, "#e3a074", share=0.4, cell=(90, 9), cover=0.3)


def _cloth_pile(canvas: Canvas) -> None:
    canvas.tint(canvas.stencil().disc(1360, 1150, 210, 20).cut(5), "#2c1712", 0.5)
    for n, tone in enumerate(("#2d6a6a", "#e5c790", "#24435c", "#b4492a", "#f1e0b8")):
        y, x = 1150 - n * 40, 1190
        fold = canvas.stencil().polygon(
            [
                (x + n * 5, y - 38),
                (x + 270 - n * 7, y - 44),
                (x + 278 - n * 7, y),
                (x - 6 + n * 5, y + 4),
            ]
        )
        fold.disc(x + 272 - n * 7, y - 21, 18, 22)
        canvas.lay(
            fold,
            mix(tone, "#fff0cc", 0.15),
            mix(tone, "#1a1014", 0.35),
            rough=1.2,
            tooth=0.2,
        )


def _reel(canvas: Canvas, x: float, y: float, tone: str) -> None:
    canvas.tint(canvas.stencil().disc(x + 14, y + 8, 44, 10).cut(3), "#2c1712", 0.45)
    thread = canvas.stencil().box(x - 24, y - 70, 48, 70).disc(x, y, 24, 8)
    canvas.lay(thread, tone, mix(tone, "#1a1014", 0.4), rough=0.6)
    ends = canvas.stencil().disc(x, y - 72, 28, 9).disc(x, y + 2, 28, 6)
    canvas.lay(ends, "#dcbb84", "#a9814c", tooth=0)
