"""A kitchen table in the morning."""

from PIL import ImageChops, ImageFilter

from stories.demo.painting.brush import Canvas, trace
from stories.demo.painting.nature import land, ridge
from stories.demo.painting.plants import branches, foliage
from stories.demo.painting.rooms import light_on


def kitchen_table(canvas: Canvas) -> None:
    """A kitchen table in the morning: a letter, a cup, a garden outside."""
    canvas.wash((0, "#d8c49c"), (0.6, "#e6d2a8"), (1, "#c9a878"), streak=0.14)
    glass = canvas.lay(
        canvas.stencil().box(560, 60, 760, 480), "#a9cfd0", "#f3efd2", tooth=0.1
    )
    for y, tone in ((390, "#9dbb9a"), (450, "#6f9a7c")):
        canvas.lay(
            ImageChops.multiply(
                land(canvas, ridge(canvas, y, 24, waves=4)).cut(3), glass
            ),
            tone,
        )
    gum = canvas.stencil()
    tips = branches(gum, 1150, 540, 100, 1.75, 22, depth=5, spread=0.5)
    canvas.lay(ImageChops.multiply(gum.cut(), glass), "#e3d6bc", "#b9a58a", tooth=0)
    crown = canvas.stencil()
    foliage(crown, tips, 46, 0.6)
    canvas.lay(ImageChops.multiply(crown.cut(3), glass), "#6f9a86", "#4a7a6c")
    bars = (
        canvas.stencil()
        .box(544, 44, 792, 18)
        .box(544, 536, 792, 26)
        .box(544, 44, 18, 500)
    )
    bars.box(1318, 44, 18, 500).box(932, 50, 14, 490)
    canvas.lay(bars, "#fbf3de", "#e3d2aa", tooth=0.1)
    canvas.glow(940, 300, 560, "#fff8e2", 0.45)
    table = canvas.stencil().polygon(trace("-20,700 1640,660 1640,1090 -20,1090"))
    canvas.lay(table, "#b87d50", "#7f4a32", rough=1, tooth=0.3, cell=(340, 9))
    light_on(
        canvas,
        [
            trace("560,690 900,682 760,1090 260,1090"),
            trace("950,680 1300,672 1300,1090 830,1090"),
        ],
        "#ffe3ad",
        0.55,
        9,
    )
    canvas.tint(
        canvas.stencil().polygon(trace("560,830 1010,808 1040,990 540,1016")).cut(6),
        "#4a2618",
        0.4,
    )
    letter = canvas.stencil().polygon(trace("556,812 996,790 1026,968 534,994"))
    canvas.lay(letter, "#fffaf0", "#f3e5c8", rough=0.5, tooth=0.06)
    lines = canvas.stencil()
    for n in range(8):
        y = 838 + n * 18
        lines.line(
            [(596 - n * 2, y), (940 - (140 if n in (3, 7) else 0) + n * 3, y - 17)], 3
        )
    canvas.lay(lines, "#a3937c", tooth=0)
    canvas.lay(
        canvas.stencil().polygon(trace("596,826 676,822 678,832 596,836")),
        "#8f2410",
        tooth=0,
    )
    envelope = canvas.stencil().polygon(trace("1060,850 1330,818 1372,930 1092,968"))
    canvas.tint(
        canvas.stencil().polygon(trace("1066,868 1340,834 1392,944 1100,986")).cut(5),
        "#4a2618",
        0.35,
    )
    canvas.lay(envelope, "#e9c79a", "#d2a66e", rough=0.5)
    canvas.lay(
        canvas.stencil().line(trace("1060,850 1222,900 1330,818"), 3),
        "#a8794a",
        tooth=0,
    )
    _cup_and_jar(canvas)


def _cup_and_jar(canvas: Canvas) -> None:
    canvas.tint(canvas.stencil().disc(350, 930, 170, 26).cut(5), "#4a2618", 0.45)
    ring = canvas.stencil().disc(424, 834, 46, 50).disc(424, 834, 28, 32, value=0)
    canvas.lay(ring, "#24545a", tooth=0)
    cup = (
        canvas.stencil()
        .polygon(trace("232,750 428,750 408,910 254,910"))
        .disc(331, 908, 77, 22)
    )
    mask = canvas.lay(cup, "#3f8482", "#1f5256", rough=0.8)
    canvas.tint(
        ImageChops.multiply(mask, canvas.stencil().box(356, 760, 50, 170).cut(16)),
        "#cfe6da",
        0.4,
    )
    canvas.lay(canvas.stencil().disc(330, 750, 98, 26), "#5aa09a", tooth=0)
    canvas.lay(canvas.stencil().disc(330, 754, 86, 20), "#4a2a20", tooth=0)
    steam = canvas.stencil().line(trace("310,720 290,670 322,620 300,560"), 8)
    steam.line(trace("352,724 340,680 366,636"), 6)
    canvas.tint(steam.cut().filter(ImageFilter.GaussianBlur(9)), "#fffaf0", 0.6)
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
        buds.disc(
            1470 + (n - 4) * 36 + canvas.rng.uniform(-8, 8),
            430 + abs(n - 4) * 20,
            15,
            13,
        )
    canvas.lay(buds.cut(2.5), "#c8502f", "#a4341a")
    jar = (
        canvas.stencil()
        .polygon(trace("1410,640 1530,636 1540,800 1402,806"))
        .disc(1471, 802, 69, 18)
    )
    canvas.lay(jar, "#e3ece0", "#b5d0c8", tooth=0, share=0.7)
    canvas.lay(
        canvas.stencil().box(1412, 700, 116, 96),
        "#a9cbc4",
        "#d6e4d2",
        tooth=0,
        share=0.6,
    )
