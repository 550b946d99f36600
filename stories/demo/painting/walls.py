"""Buildings seen from the yard in front of them."""

from PIL import Image, ImageFilter

from stories.demo.painting.brush import Canvas, mix, trace
from stories.demo.painting.nature import clouds, land, ridge
from stories.demo.painting.plants import branches, foliage


def school_wall(canvas: Canvas) -> None:
    """A long school wall after the bell, the shade of a tree across it."""
    canvas.wash((0, "#6fa3a6"), (0.3, "#bcd3c4"), (0.45, "#efe5c8"), (1, "#d6b283"))
    clouds(canvas, 110, 60, "#f4ecd8", count=9, share=0.6, long=280)
    hills = land(canvas, ridge(canvas, 330, 26, waves=5), 420)
    canvas.lay(hills, "#86a68c", "#a5b58e", rough=3)
    roof = canvas.stencil().polygon(trace("860,268 1640,226 1640,330 830,330"))
    canvas.lay(roof, "#9b3f28", "#7a2a1a", rough=1, tooth=0.25, cell=(14, 60))
    wall = _painted_wall(canvas)
    yard = canvas.stencil().box(-20, 772, 1660, 330)
    canvas.lay(yard, "#d2a475", "#96653f", rough=2, tooth=0.35)
    _shade_of_a_tree(canvas, wall)
    canvas.lay(canvas.stencil().box(880, 596, 620, 9), "#5a3826", tooth=0.1)
    for n, tone in enumerate(
        ("#8f2410", "#24435c", "#d9a13c", "#24435c", "#b4492a", "#1f5256")
    ):
        _bag(canvas, 936 + n * 100, 606, tone)
    bench = canvas.stencil().box(120, 726, 470, 18)
    bench.box(150, 742, 18, 66).box(540, 742, 18, 66)
    canvas.lay(bench, "#7a4f35", "#4f3026", rough=1)
    _ball(canvas)


def _painted_wall(canvas: Canvas) -> Image.Image:
    """Cream above, blue-green where hands reach; gives back the wall's mask."""
    whole = canvas.stencil().box(-20, 326, 1660, 450)
    wall = canvas.lay(whole, "#f2dfb6", "#e5c795", rough=1, tooth=0.22)
    lower = canvas.stencil().box(-20, 560, 1660, 216)
    canvas.lay(lower, "#3f8482", "#2f6a6c", rough=1.4, tooth=0.28)
    canvas.lay(canvas.stencil().box(-20, 548, 1660, 14), "#8f2410", rough=0.8)
    eaves = canvas.stencil().box(-20, 316, 1660, 18)
    canvas.lay(eaves, "#fbf0d4", "#d9c094", rough=0.8)
    return wall


def _shade_of_a_tree(canvas: Canvas, wall: Image.Image) -> None:
    """Leaves thrown on the wall, and a pool of shade on the yard before it."""
    shade = canvas.stencil()
    tips = branches(shade, 340, 800, 150, 1.35, 34, depth=6, spread=0.52)
    foliage(shade, tips, 40, 0.65)
    dapple = shade.cut(3).filter(ImageFilter.GaussianBlur(2))
    canvas.tint(dapple, "#3a4f57", 0.55, within=wall)
    pool = canvas.stencil().disc(330, 900, 520, 92).disc(520, 850, 330, 60).cut(14)
    canvas.tint(pool.filter(ImageFilter.GaussianBlur(9)), "#4b3a33", 0.42)


def _bag(canvas: Canvas, x: float, y: float, tone: str) -> None:
    tall = canvas.rng.uniform(84, 108)
    canvas.tint(canvas.stencil().box(x - 16, y + 24, 70, tall).cut(5), "#173a40", 0.45)
    strap = canvas.stencil().line([(x - 18, y + 34), (x, y), (x + 18, y + 34)], 5)
    canvas.lay(strap, mix(tone, "#101820", 0.4), tooth=0)
    body = canvas.stencil().polygon(
        [(x - 30, y + 34), (x + 30, y + 34), (x + 36, y + tall), (x - 36, y + tall)]
    )
    body.disc(x, y + 36, 30, 14).disc(x, y + tall, 36, 11)
    canvas.lay(body, mix(tone, "#f1d7a6", 0.2), mix(tone, "#101820", 0.25), rough=1)
    flap = canvas.stencil().box(x - 22, y + tall * 0.62, 44, 4)
    canvas.lay(flap, mix(tone, "#101820", 0.5), tooth=0)


def _ball(canvas: Canvas) -> None:
    canvas.tint(canvas.stencil().disc(1200, 960, 52, 10).cut(3), "#4b3326", 0.5)
    canvas.lay(canvas.stencil().disc(1180, 930, 30), "#f2e3bf", "#b58a5c", tooth=0.2)


def police_post(canvas: Canvas) -> None:
    """A whitewashed police post at noon, its door shut."""
    canvas.wash((0, "#4f8391"), (0.3, "#8fb3b2"), (0.5, "#d8d8bd"), (1, "#cfa06c"))
    clouds(canvas, 140, 80, "#eee8d2", count=9, share=0.6, long=300)
    hills = land(canvas, ridge(canvas, 500, 18, waves=5), 660)
    canvas.lay(hills, "#8d9a78", "#a09a6c", rough=3)
    yard = canvas.stencil().box(-20, 640, 1660, 460)
    canvas.lay(yard, "#c98f5c", "#8f5232", rough=2, tooth=0.35)
    _post(canvas)
    _shut_door(canvas)
    for x in (440, 990):
        _barred_window(canvas, x)
    bench = canvas.stencil().box(420, 640, 230, 14)
    bench.box(440, 652, 14, 46).box(616, 652, 14, 46)
    canvas.lay(bench, "#5a3826", tooth=0.2)
    _flagpole(canvas)
    shade = canvas.stencil().polygon(trace("1230,680 330,680 210,742 1110,742")).cut(4)
    canvas.tint(shade, "#4a2c22", 0.45)
    _path(canvas)


def _post(canvas: Canvas) -> None:
    """The house: a white front, its foot blue, the roof's shade on its top."""
    front = canvas.stencil().box(330, 300, 900, 380)
    wall = canvas.lay(front, "#f7eed8", "#e3cfa6", rough=1, tooth=0.2)
    foot = canvas.stencil().box(330, 566, 900, 114)
    canvas.lay(foot, "#2d5f7a", "#234c65", rough=1, tooth=0.25)
    roof = canvas.stencil().polygon(trace("280,306 350,226 1212,226 1282,306"))
    canvas.lay(roof, "#8b8f88", "#6a716f", rough=1, tooth=0.25, cell=(16, 70))
    eaves = canvas.stencil().box(330, 300, 900, 44).cut(3)
    canvas.tint(eaves, "#3d4a55", 0.5, within=wall)


def _shut_door(canvas: Canvas) -> None:
    door = canvas.stencil().box(716, 400, 128, 280)
    canvas.lay(door, "#1d3f52", "#142d3d", rough=0.8)
    panels = canvas.stencil().box(728, 412, 104, 122).box(728, 546, 104, 122)
    canvas.lay(panels, "#26506a", "#1c3e53", tooth=0.2)
    canvas.lay(canvas.stencil().disc(824, 545, 6), "#f2b33d", tooth=0)


def _barred_window(canvas: Canvas, x: float) -> None:
    pane = canvas.stencil().box(x, 404, 150, 110)
    canvas.lay(pane, "#22323c", "#2d424c", rough=0.8)
    bars = canvas.stencil()
    for n in range(1, 7):
        bars.line([(x + n * 21.5, 404), (x + n * 21.5, 514)], 4)
    canvas.lay(bars, "#cbbf9f", tooth=0)


def _flagpole(canvas: Canvas) -> None:
    pole = canvas.stencil().line(trace("1370,806 1370,150"), 9).disc(1370, 146, 9)
    canvas.lay(pole, "#e9dcc0", "#9a8e7c", tooth=0)
    shadow = canvas.stencil().polygon(trace("1366,806 1374,806 620,1000 600,996"))
    canvas.tint(shadow.cut(1.2), "#4a2c22", 0.5)
    canvas.lay(canvas.stencil().disc(1370, 812, 70, 20), "#efe2c4", "#b79a78", rough=1)


def _path(canvas: Canvas) -> None:
    """The way to the door, white stones along both its sides."""
    path = canvas.stencil().polygon(trace("720,684 840,684 960,1090 500,1090")).cut(5)
    canvas.tint(path, "#efcf9c", 0.5)
    for n in range(9):
        for side in (-1, 1):
            at = 780 + side * (66 + n * n * 2.9) - n * n * 0.8
            stone = canvas.stencil().disc(at, 700 + n * n * 5.4, 8 + n * 3, 6 + n * 2)
            canvas.lay(stone, "#fbf4e2", "#b9a88a", rough=0.8)
