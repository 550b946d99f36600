"""Where a witness waits, away from whoever stands accused."""

from stories.demo.painting.brush import Canvas, mix, trace
from stories.demo.painting.plants import branches, foliage
from stories.demo.painting.window import frame, light_on


def waiting_room(canvas: Canvas) -> None:
    """A small waiting room for witnesses: two chairs, a low table, a window high up."""
    canvas.wash((0, "#cfd3b4"), (0.62, "#e3d6a8"), (1, "#b98a5c"), streak=0.14)
    canvas.lay(
        canvas.stencil().box(-20, 430, 1660, 340),
        "#3f7f7c",
        "#2c6466",
        rough=1,
        tooth=0.26,
    )
    canvas.lay(canvas.stencil().box(-20, 420, 1660, 12), "#8f2410", rough=0.8)
    floor = canvas.stencil().box(-20, 768, 1660, 330)
    canvas.lay(floor, "#b07c52", "#7a4c34", rough=1, tooth=0.3, cell=(300, 8))
    canvas.lay(
        canvas.stencil().box(-20, 756, 1660, 16), "#f4e6c2", "#cdb384", rough=0.6
    )
    _high_window(canvas)
    light_on(
        canvas,
        [
            trace("760,880 1010,880 820,1080 500,1080"),
            trace("1050,880 1300,880 1190,1080 900,1080"),
        ],
        "#ffe0a4",
        0.5,
        9,
    )
    _clock(canvas, 300, 210)
    for x, tone in ((330, "#b4492a"), (1240, "#d9a13c")):
        _chair(canvas, x, 900, tone)
    _low_table(canvas)


def _high_window(canvas: Canvas) -> None:
    glass = canvas.lay(
        canvas.stencil().box(620, 90, 720, 240), "#a9cfd0", "#f3efd2", tooth=0.1
    )
    crown = canvas.stencil()
    tips = branches(crown, 1090, 420, 90, 1.7, 20, depth=5, spread=0.5)
    foliage(crown, tips, 40, 0.65)
    canvas.lay(crown, "#7fa78a", "#5a8a74", rough=3, within=glass)
    bars = frame(canvas, (604, 74, 752, 278), 16, 22).box(972, 80, 12, 256)
    canvas.lay(bars, "#fbf3de", "#e3d2aa", tooth=0.1)
    canvas.glow(980, 210, 480, "#fff8e2", 0.4)


def _clock(canvas: Canvas, x: float, y: float) -> None:
    canvas.tint(canvas.stencil().disc(x + 8, y + 10, 66).cut(5), "#6a5a3c", 0.4)
    canvas.lay(canvas.stencil().disc(x, y, 64), "#5d3826", tooth=0.1)
    canvas.lay(canvas.stencil().disc(x, y, 54), "#fbf4e0", tooth=0.05)
    hands = (
        canvas.stencil()
        .line([(x, y), (x - 18, y - 26)], 6)
        .line([(x, y), (x + 4, y - 42)], 4)
    )
    canvas.lay(hands, "#22303c", tooth=0)


def _chair(canvas: Canvas, x: float, y: float, tone: str) -> None:
    """An armchair, seen from the front."""
    dark = mix(tone, "#101820", 0.35)
    canvas.tint(canvas.stencil().disc(x + 10, y + 84, 200, 22).cut(6), "#3a2418", 0.5)
    legs = canvas.stencil().box(x - 124, y + 40, 20, 46).box(x + 104, y + 40, 20, 46)
    canvas.lay(legs, "#4f3026", tooth=0)
    back = canvas.stencil().box(x - 118, y - 250, 236, 240).disc(x, y - 250, 118, 46)
    canvas.lay(back, tone, dark, rough=1, tooth=0.2)
    seat = canvas.stencil().box(x - 112, y - 60, 224, 84).disc(x, y - 60, 112, 24)
    canvas.lay(seat, mix(tone, "#fff1cc", 0.18), mix(tone, "#101820", 0.18), rough=1)
    arms = canvas.stencil()
    for side in (-1, 1):
        arms.box(x + side * 130 - 26, y - 118, 52, 166).disc(
            x + side * 130, y - 118, 26, 18
        )
    canvas.lay(arms, mix(tone, "#fff1cc", 0.08), dark, rough=1, tooth=0.2)


def _low_table(canvas: Canvas) -> None:
    canvas.tint(canvas.stencil().disc(800, 990, 260, 22).cut(6), "#3a2418", 0.5)
    legs = canvas.stencil().box(600, 880, 18, 104).box(986, 880, 18, 104)
    canvas.lay(legs, "#5d3826", tooth=0)
    top = canvas.stencil().polygon(trace("580,850 1024,850 1056,892 548,892"))
    canvas.lay(top, "#c48a5a", "#94603e", rough=0.8, tooth=0.25, cell=(200, 6))
    jug = (
        canvas.stencil()
        .polygon(trace("690,740 760,740 772,862 678,862"))
        .disc(725, 862, 47, 12)
    )
    canvas.lay(jug, "#e3ece0", "#9fc4be", tooth=0, share=0.75)
    canvas.lay(canvas.stencil().disc(725, 742, 35, 8), "#f6faf2", tooth=0, share=0.9)
    for x, tone in (
        (842, "#8f2410"),
        (858, "#d9a13c"),
        (874, "#24435c"),
        (890, "#3f8482"),
    ):
        canvas.lay(canvas.stencil().line([(x, 866), (x + 34, 846)], 7), tone, tooth=0)
    sheet = canvas.stencil().polygon(trace("800,862 900,858 930,884 814,888"))
    canvas.lay(sheet, "#fffaf0", "#efe2c4", tooth=0.05)
