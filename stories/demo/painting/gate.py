"""A courthouse seen from the lane beside it."""

from PIL import Image, ImageFilter

from stories.demo.painting.brush import Canvas, trace
from stories.demo.painting.nature import clouds, land, ridge
from stories.demo.painting.plants import branches, foliage
from stories.demo.painting.window import light_on


def side_gate(canvas: Canvas) -> None:
    """A lane beside a courthouse; a small green gate in its wall stands open."""
    canvas.wash((0, "#5f97a4"), (0.35, "#b5d0c6"), (0.52, "#f3e6c4"), (1, "#c79a6a"))
    clouds(canvas, 120, 70, "#f4ecd8", count=8, share=0.6, long=300)
    hills = land(canvas, ridge(canvas, 300, 40, waves=5), 420)
    canvas.lay(hills, "#7fa08e", "#9fb38f", rough=3)
    wall = canvas.stencil().polygon(trace("-20,330 1640,250 1640,860 -20,760"))
    stone = canvas.lay(wall, "#f0ddb2", "#dcbd88", rough=1, tooth=0.24)
    canvas.lay(
        canvas.stencil().polygon(trace("-20,318 1640,236 1640,262 -20,342")),
        "#a4452b",
        "#7f2f1c",
        rough=1,
        tooth=0.2,
    )
    foot = canvas.stencil().polygon(trace("-20,690 1640,770 1640,864 -20,764"))
    canvas.lay(foot, "#b58a5c", "#8d6444", rough=1.4, tooth=0.3)
    lane = canvas.stencil().polygon(trace("-20,756 1640,856 1640,1090 -20,1090"))
    canvas.lay(lane, "#d3a878", "#8f6140", rough=2, tooth=0.36)
    _gate(canvas)
    _tree(canvas, stone)
    _bench(canvas)
    _lamp(canvas)


def _gate(canvas: Canvas) -> None:
    opening = canvas.stencil().box(900, 420, 210, 388).disc(1005, 420, 105, 92)
    inside = canvas.lay(opening, "#cfe0cc", "#f7e6b8", tooth=0.1)
    yard = land(canvas, ridge(canvas, 640, 12, waves=4), 900)
    canvas.lay(yard, "#8fae7c", "#d8c68c", rough=2, within=inside)
    crown = canvas.stencil().disc(960, 520, 70, 54).disc(1050, 560, 60, 46)
    canvas.lay(crown, "#6f9a76", "#5a8566", rough=4, within=inside)
    path = canvas.stencil().polygon(trace("990,640 1020,640 1110,820 900,820"))
    canvas.lay(path, "#fbeac2", rough=2, within=inside)
    canvas.glow(1005, 600, 250, "#fff4d2", 0.55)
    frame = canvas.stencil().box(880, 420, 22, 390).box(1108, 420, 22, 396)
    frame.disc(1005, 420, 127, 112).disc(1005, 420, 105, 92, value=0)
    frame.box(902, 420, 206, 130, value=0)
    canvas.lay(frame, "#fbf1d8", "#d9bf90", rough=0.8)
    leaf = canvas.stencil().polygon(trace("1110,440 1236,400 1236,880 1110,808"))
    canvas.lay(leaf, "#2f6f62", "#1b4a46", rough=0.8, tooth=0.3, cell=(10, 150))
    slats = canvas.stencil()
    for x in (1141, 1172, 1204):
        slats.line([(x, 434 - (x - 1110) * 0.3), (x, 826 + (x - 1141) * 0.55)], 4)
    canvas.lay(slats, "#163a38", tooth=0, share=0.8)
    canvas.lay(canvas.stencil().disc(1126, 640, 8, 11), "#f2b33d", tooth=0)
    light_on(canvas, [trace("900,806 1110,812 1010,1000 640,970")], "#ffe7b0", 0.6, 7)


def _tree(canvas: Canvas, wall: Image.Image) -> None:
    shade = canvas.stencil()
    tips = branches(shade, 300, 800, 170, 1.5, 34, depth=6, spread=0.55)
    foliage(shade, tips, 46, 0.7)
    torn = shade.cut(3).filter(ImageFilter.GaussianBlur(3))
    canvas.tint(torn, "#4a5348", 0.42, within=wall)
    pool = canvas.stencil().disc(420, 930, 560, 84).cut(14)
    canvas.tint(pool.filter(ImageFilter.GaussianBlur(10)), "#4b3a33", 0.4)
    trunk, crown = canvas.stencil(), canvas.stencil()
    tips = branches(trunk, 120, 900, 190, 1.42, 44, depth=6, spread=0.55)
    canvas.lay(trunk, "#6a4a38", "#3f2c28", rough=1)
    foliage(crown, tips, 52, 0.75)
    green = canvas.lay(crown, "#6f9a72", "#2f5f56", rough=3, tooth=0.3)
    lit = canvas.stencil().disc(330, 210, 330, 240).cut(40)
    canvas.tint(lit, "#e3dca0", 0.35, within=green)


def _bench(canvas: Canvas) -> None:
    canvas.tint(canvas.stencil().disc(640, 858, 190, 16).cut(4), "#4b3326", 0.5)
    wood = canvas.stencil().box(480, 752, 310, 18).box(480, 690, 310, 14)
    wood.box(480, 716, 310, 14).box(504, 690, 14, 166).box(752, 690, 14, 172)
    canvas.lay(wood, "#8f5a38", "#5d3826", rough=0.8, tooth=0.2, cell=(120, 6))


def _lamp(canvas: Canvas) -> None:
    post = canvas.stencil().line(trace("1430,250 1430,330 1392,330"), 8)
    canvas.lay(post, "#22303c", tooth=0)
    canvas.lay(
        canvas.stencil().polygon(trace("1372,330 1412,330 1404,384 1380,384")),
        "#e9d29a",
        tooth=0,
    )
