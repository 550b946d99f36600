"""A kitchen table in the morning."""

from PIL import ImageFilter

from stories.demo.painting.brush import Canvas, trace
from stories.demo.painting.nature import land, ridge
from stories.demo.painting.plants import branches, foliage
from stories.demo.painting.window import frame, light_on


def kitchen_table(canvas: Canvas) -> None:
    """A kitchen table in the morning: a letter, a cup, a garden outside."""
    canvas.wash((0, "#d8c49c"), (0.6, "#e6d2a8"), (1, "#c9a878"), streak=0.14)
    _garden(canvas)
    bars = frame(canvas, (544, 44, 792, 518), 18, 26).box(932, 50, 14, 490)
    canvas.lay(bars, "#fbf3de", "#e3d2aa", tooth=0.1)
    canvas.glow(940, 300, 560, "#fff8e2", 0.45)
    table = canvas.stencil().polygon(trace("-20,700 1640,660 1640,1090 -20,1090"))
    canvas.lay(table, "#b87d50", "#7f4a32", rough=1, tooth=0.3, cell=(340, 9))
    panes = [
        trace("560,690 900,682 760,1090 260,1090"),
        trace("950,680 1300,672 1300,1090 830,1090"),
    ]
    light_on(canvas, panes, "#ffe3ad", 0.55, 9)
    _letter(canvas)
    _envelope(canvas)
    _cup(canvas)
    _flowers(canvas)
    _jar(canvas)


def _garden(canvas: Canvas) -> None:
    """What the window shows: two hills and a gum tree."""
    panes = canvas.stencil().box(560, 60, 760, 480)
    glass = canvas.lay(panes, "#a9cfd0", "#f3efd2", tooth=0.1)
    for y, tone in ((390, "#9dbb9a"), (450, "#6f9a7c")):
        hill = land(canvas, ridge(canvas, y, 24, waves=4))
        canvas.lay(hill, tone, rough=3, within=glass)
    gum = canvas.stencil()
    tips = branches(gum, 1150, 540, 100, 1.75, 22, depth=5, spread=0.5)
    canvas.lay(gum, "#e3d6bc", "#b9a58a", tooth=0, within=glass)
    crown = canvas.stencil()
    foliage(crown, tips, 46, 0.6)
    canvas.lay(crown, "#6f9a86", "#4a7a6c", rough=3, within=glass)


def _letter(canvas: Canvas) -> None:
    shadow = canvas.stencil().polygon(trace("560,830 1010,808 1040,990 540,1016"))
    canvas.tint(shadow.cut(6), "#4a2618", 0.4)
    sheet = canvas.stencil().polygon(trace("556,812 996,790 1026,968 534,994"))
    canvas.lay(sheet, "#fffaf0", "#f3e5c8", rough=0.5, tooth=0.06)
    lines = canvas.stencil()
    for n in range(8):
        y, end = 838 + n * 18, 800 if n in (3, 7) else 940
        lines.line([(596 - n * 2, y), (end + n * 3, y - 17)], 3)
    canvas.lay(lines, "#a3937c", tooth=0)
    heading = canvas.stencil().polygon(trace("596,826 676,822 678,832 596,836"))
    canvas.lay(heading, "#8f2410", tooth=0)


def _envelope(canvas: Canvas) -> None:
    shadow = canvas.stencil().polygon(trace("1066,868 1340,834 1392,944 1100,986"))
    canvas.tint(shadow.cut(5), "#4a2618", 0.35)
    paper = canvas.stencil().polygon(trace("1060,850 1330,818 1372,930 1092,968"))
    canvas.lay(paper, "#e9c79a", "#d2a66e", rough=0.5)
    flap = canvas.stencil().line(trace("1060,850 1222,900 1330,818"), 3)
    canvas.lay(flap, "#a8794a", tooth=0)


def _cup(canvas: Canvas) -> None:
    canvas.tint(canvas.stencil().disc(350, 930, 170, 26).cut(5), "#4a2618", 0.45)
    ring = canvas.stencil().disc(424, 834, 46, 50).disc(424, 834, 28, 32, value=0)
    canvas.lay(ring, "#24545a", tooth=0)
    cup = canvas.stencil().polygon(trace("232,750 428,750 408,910 254,910"))
    mask = canvas.lay(cup.disc(331, 908, 77, 22), "#3f8482", "#1f5256", rough=0.8)
    lit = canvas.stencil().box(356, 760, 50, 170).cut(16)
    canvas.tint(lit, "#cfe6da", 0.4, within=mask)
    canvas.lay(canvas.stencil().disc(330, 750, 98, 26), "#5aa09a", tooth=0)
    canvas.lay(canvas.stencil().disc(330, 754, 86, 20), "#4a2a20", tooth=0)
    steam = canvas.stencil().line(trace("310,720 290,670 322,620 300,560"), 8)
    steam.line(trace("352,724 340,680 366,636"), 6)
    canvas.tint(steam.cut().filter(ImageFilter.GaussianBlur(9)), "#fffaf0", 0.6)


def _flowers(canvas: Canvas) -> None:
    stems, leaves = canvas.stencil(), canvas.stencil()
    for n in range(9):
        tip = (1470 + (n - 4) * 36, 420 + abs(n - 4) * 20 + canvas.rng.uniform(-20, 20))
        stems.line([(1470, 690), ((1470 + tip[0]) / 2, 570), tip], 4)
        for k in range(5):
            t = 0.35 + k * 0.15
            x, y = 1470 + (tip[0] - 1470) * t, 690 + (tip[1] - 690) * t
            leaves.disc(x + (14 if k % 2 else -14), y, 20, 9)
    canvas.lay(stems, "#5a6a4a", tooth=0)
    canvas.lay(leaves, "#7fa384", "#4a7a6c", rough=1)
    buds = canvas.stencil()
    for n in range(9):
        x = 1470 + (n - 4) * 36 + canvas.rng.uniform(-8, 8)
        buds.disc(x, 430 + abs(n - 4) * 20, 15, 13)
    canvas.lay(buds, "#c8502f", "#a4341a", rough=2.5)


def _jar(canvas: Canvas) -> None:
    jar = canvas.stencil().polygon(trace("1410,640 1530,636 1540,800 1402,806"))
    jar.disc(1471, 802, 69, 18)
    canvas.lay(jar, "#e3ece0", "#b5d0c8", tooth=0, share=0.7)
    water = canvas.stencil().box(1412, 700, 116, 96)
    canvas.lay(water, "#a9cbc4", "#d6e4d2", tooth=0, share=0.6)
