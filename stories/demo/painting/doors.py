"""A door, from inside."""

from stories.demo.painting.brush import Canvas, trace
from stories.demo.painting.nature import land, ridge
from stories.demo.painting.plants import branches, foliage
from stories.demo.painting.window import light_on


def doorway(canvas: Canvas) -> None:
    """An open door, and the morning that comes in through it."""
    canvas.wash((0, "#13293d"), (0.6, "#1d3a4d"), (1, "#16293a"), streak=0.2)
    ground = canvas.stencil().box(-20, 1130, 1240, 400)
    canvas.lay(ground, "#253a47", "#101d2b", rough=1, tooth=0.35)
    canvas.glow(640, 720, 760, "#d99a66", 0.4)
    _outside(canvas)
    floor = [trace("430,1140 800,1140 1060,1520 210,1520")]
    light_on(canvas, floor, "#ffe2ac", 0.85, 5)
    _frame(canvas)
    _door(canvas)
    _pot(canvas, 930, 1180)
    sill = canvas.stencil().polygon(trace("404,1140 826,1140 846,1158 388,1158"))
    canvas.lay(sill, "#e9bf86", "#c08a5a", tooth=0.2)


def _outside(canvas: Canvas) -> None:
    """Hills, a field, a tree and the path that leads to them."""
    sky = canvas.stencil().polygon(trace("430,300 800,300 800,1140 430,1140"))
    inside = canvas.lay(sky, "#bcd3cb", "#fdf0cf", tooth=0.1)
    hills = land(canvas, ridge(canvas, 800, 26, waves=5), 1140)
    canvas.lay(hills, "#9fb9a4", "#c9c79a", rough=2, within=inside)
    field = land(canvas, ridge(canvas, 890, 10, waves=3), 1140)
    canvas.lay(field, "#b7b072", "#e8cf98", rough=2, within=inside)
    tree = canvas.stencil()
    tips = branches(tree, 700, 930, 74, 1.6, 15, depth=5, spread=0.5)
    canvas.lay(tree, "#5a4a3a", tooth=0, within=inside)
    crown = canvas.stencil()
    foliage(crown, tips, 34, 0.7)
    canvas.lay(crown, "#7f9c72", "#557a60", rough=2.5, within=inside)
    path = canvas.stencil().polygon(trace("560,890 590,890 700,1140 470,1140"))
    canvas.lay(path, "#f6e2b4", "#fff4d8", rough=2, within=inside)
    canvas.glow(600, 620, 420, "#fff6dd", 0.5)


def _frame(canvas: Canvas) -> None:
    frame = canvas.stencil().polygon(
        trace("404,270 826,270 826,1146 800,1140 800,300 430,300 430,1140 404,1146")
    )
    canvas.lay(frame, "#7a4a34", "#4c2c26", rough=0.8, tooth=0.2, cell=(9, 120))


def _door(canvas: Canvas) -> None:
    door = canvas.stencil().polygon(trace("430,300 252,214 252,1292 430,1140"))
    canvas.lay(door, "#2f6a6a", "#174148", rough=0.8, tooth=0.3, cell=(12, 160))
    panels = canvas.stencil().polygon(trace("400,340 286,292 286,660 400,650"))
    panels.polygon(trace("400,712 286,728 286,1190 400,1090"))
    canvas.lay(panels, "#1f5256", "#123038", tooth=0.2)
    canvas.lay(canvas.stencil().disc(404, 700, 9, 12), "#f2b33d", tooth=0)
    edge = canvas.stencil().polygon(trace("430,300 438,304 438,1140 430,1140"))
    canvas.lay(edge, "#fff0cc", tooth=0, share=0.8)


def _pot(canvas: Canvas, x: float, y: float) -> None:
    leaves = canvas.stencil()
    for n in range(17):
        reach = (n - 8) / 8
        tip = (
            x + reach * 120,
            y - 250 + abs(reach) ** 1.6 * 190 + canvas.rng.uniform(-16, 16),
        )
        bend = (x + reach * 70, y - 150)
        leaves.polygon(
            [(x - 5, y - 40), (bend[0] - 13, bend[1]), tip, (bend[0] + 13, bend[1] + 8)]
        )
    mask = canvas.lay(leaves, "#4f7f62", "#1c4240", rough=0.6)
    lit = canvas.stencil().box(x - 160, y - 280, 150, 260).cut(20)
    canvas.tint(lit, "#dfe0a4", 0.35, within=mask)
    pot = canvas.stencil().polygon(
        [(x - 62, y - 50), (x + 62, y - 50), (x + 44, y + 66), (x - 44, y + 66)]
    )
    canvas.lay(pot, "#b4492a", "#6d2417", rough=0.8)
    canvas.lay(
        canvas.stencil().box(x - 70, y - 66, 140, 26), "#c75d3a", "#93361f", tooth=0.1
    )
    shade = canvas.stencil().box(x + 6, y - 66, 66, 132).cut(12)
    canvas.tint(shade, "#1a1420", 0.4, within=pot.cut())
