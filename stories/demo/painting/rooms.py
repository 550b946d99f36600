"""Rooms that people have just left."""

from stories.demo.painting.brush import Canvas, Point, mix, trace
from stories.demo.painting.window import light_on


def courtroom(canvas: Canvas) -> None:
    """A courtroom before the hearing: empty benches, morning in the windows."""
    canvas.wash((0, "#54605f"), (0.5, "#8d8a77"), (1, "#a09274"), streak=0.16)
    _walls_and_floor(canvas)
    for near, far in ((20, 128), (168, 254), (286, 352), (378, 430)):
        _tall_window(canvas, near, far)
    canvas.glow(150, 380, 620, "#fff1cc", 0.55)
    on_the_wall = [
        trace("1210,240 1290,210 1290,560 1210,540"),
        trace("1340,196 1440,160 1440,620 1340,590"),
        trace("1500,140 1620,96 1620,690 1500,640"),
    ]
    light_on(canvas, on_the_wall, "#ffe9bd", 0.5)
    _judges_bench(canvas)
    _public_benches(canvas)
    on_the_floor = [
        trace("560,700 690,690 980,1000 760,1040"),
        trace("260,740 380,725 560,1090 330,1090"),
        trace("800,680 900,676 1260,930 1100,960"),
    ]
    light_on(canvas, on_the_floor, "#ffd99a", 0.42, 9)


def _walls_and_floor(canvas: Canvas) -> None:
    back = canvas.stencil().polygon(trace("470,130 1170,130 1170,660 470,660"))
    canvas.lay(back, "#8d9488", "#b5a888", rough=1, tooth=0.25)
    left = canvas.stencil().polygon(trace("-20,-60 470,130 470,660 -20,860"))
    canvas.lay(left, "#4a5c62", "#6b6e66", rough=1, tooth=0.25)
    right = canvas.stencil().polygon(trace("1640,-60 1170,130 1170,660 1640,860"))
    canvas.lay(right, "#a49a80", "#c0a782", rough=1, tooth=0.25)
    floor = canvas.stencil().polygon(
        trace("470,660 1170,660 1640,860 1640,1090 -20,1090 -20,860")
    )
    canvas.lay(floor, "#8a5f45", "#54322a", rough=1, tooth=0.3)


def _tall_window(canvas: Canvas, near: float, far: float) -> None:
    """A window in the left wall, from its `near` side to its `far` one."""
    panes = canvas.stencil().polygon(
        [
            (near, 118 + near * 0.26),
            (far, 118 + far * 0.26),
            (far, 640 - far * 0.3),
            (near, 650 - near * 0.3),
        ]
    )
    canvas.lay(panes, "#fff6dc", "#f2dfb4", rough=1, tooth=0.1)
    middle = (near + far) / 2
    bars = canvas.stencil().line([(middle, 118), (middle, 650)], 4)
    for k in (0.33, 0.66):
        y = 118 + near * 0.26 + (520 - near * 0.5) * k
        bars.line([(near, y), (far, y)], 4)
    canvas.lay(bars, "#5f5a4c", tooth=0, within=panes.cut())


def _judges_bench(canvas: Canvas) -> None:
    panel = canvas.stencil().box(590, 190, 460, 360)
    canvas.lay(panel, "#6d4630", "#573326", rough=1, tooth=0.3, cell=(12, 160))
    canvas.lay(canvas.stencil().disc(820, 268, 44), "#c99b52", "#a1713a", rough=1)
    canvas.lay(canvas.stencil().disc(820, 268, 31), "#6d4630", tooth=0.1)
    for x in (700, 820, 940):
        chair = canvas.stencil().box(x - 34, 344, 68, 130).disc(x, 346, 34, 24)
        canvas.lay(chair, "#7d2114", "#571510", rough=1)
    bench = canvas.stencil().polygon(trace("540,440 1100,440 1116,640 524,640"))
    canvas.lay(bench, "#7f4f33", "#4e2c22", rough=1, tooth=0.3, cell=(14, 150))
    canvas.lay(canvas.stencil().box(526, 428, 588, 18), "#a9744a", "#8a5836", tooth=0.2)
    seams = canvas.stencil()
    for n in range(1, 7):
        seams.box(540 + n * 80, 466, 4, 150)
    canvas.lay(seams, "#3a2019", tooth=0, share=0.7)
    papers = canvas.stencil().polygon(trace("680,424 742,424 748,430 674,430"))
    papers.polygon(trace("880,420 950,420 954,430 876,430"))
    canvas.lay(papers, "#f8efd8", tooth=0)
    table = canvas.stencil().polygon(trace("640,660 1000,660 1030,690 610,690"))
    table.box(622, 690, 20, 60).box(996, 690, 20, 60)
    canvas.lay(table, "#6a3f2c", "#40241e", rough=1)


def _public_benches(canvas: Canvas) -> None:
    for n, (y, half, tall) in enumerate(
        ((770, 430, 58), (856, 600, 84), (980, 860, 128))
    ):
        for side in (-1, 1):
            x0, x1 = 820 + side * half * 0.16, 820 + side * half
            back = canvas.stencil().polygon(
                [
                    (x0, y - tall),
                    (x1, y - tall),
                    (x1, y + tall * 0.5),
                    (x0, y + tall * 0.5),
                ]
            )
            tone = ("#744732", "#5b3428", "#3a221f")[n]
            canvas.lay(
                back, tone, mix(tone, "#1c1114", 0.5), rough=1, tooth=0.3, cell=(200, 9)
            )
            rail = canvas.stencil().polygon(
                [
                    (x0, y - tall),
                    (x1, y - tall),
                    (x1, y - tall * 0.82),
                    (x0, y - tall * 0.82),
                ]
            )
            canvas.lay(rail, mix(tone, "#e3b07a", 0.5), tooth=0.2)
            slats = canvas.stencil()
            for k in range(1, 9):
                x = x0 + (x1 - x0) * k / 9
                slats.line([(x, y - tall * 0.78), (x, y + tall * 0.5)], 2 + n)
            canvas.lay(slats, "#1f1416", tooth=0, share=0.5)


def training_room(canvas: Canvas) -> None:
    """Chairs in rows before a map, the fan still turning."""
    canvas.wash((0, "#c9b48c"), (0.6, "#dcc59a"), (1, "#b98f64"), streak=0.16)
    lower = canvas.stencil().box(-20, 470, 1660, 230)
    canvas.lay(lower, "#4f7f7d", "#3c6968", rough=1.5, tooth=0.25)
    floor = canvas.stencil().box(-20, 690, 1660, 400)
    canvas.lay(floor, "#94694a", "#56352b", rough=1, tooth=0.35)
    for x in (66, 300):
        _louvred_window(canvas, x)
    canvas.glow(260, 330, 560, "#fff4d2", 0.5)
    _map_board(canvas)
    _notice(canvas)
    _fan(canvas)
    panes = [
        trace("330,720 520,716 960,1090 600,1090"),
        trace("560,714 720,712 1320,1060 1080,1090"),
    ]
    light_on(canvas, panes, "#ffe3ad", 0.4, 9)
    for row, (y, s) in enumerate(((770, 0.8), (890, 1.15), (1062, 1.7))):
        for n in range(-4, 5):
            _chair(canvas, 860 + n * 170 * s - row * 26, y, s, row)


def _louvred_window(canvas: Canvas, x: float) -> None:
    panes = canvas.stencil().box(x, 150, 180, 300)
    canvas.lay(panes, "#fff8e2", "#eef0d8", rough=1, tooth=0.1)
    leaves = canvas.stencil()
    for _ in range(60):
        leaves.disc(
            x + canvas.rng.uniform(0, 180), canvas.rng.uniform(300, 450), 18, 12
        )
    canvas.lay(leaves, "#8fae86", "#5d8a6c", rough=2, share=0.9, within=panes.cut())
    louvres = canvas.stencil()
    for k in range(9):
        louvres.line([(x, 164 + k * 33), (x + 180, 156 + k * 33)], 6)
    louvres.line([(x + 90, 150), (x + 90, 450)], 7)
    canvas.lay(louvres, "#6f5a40", tooth=0, share=0.85)


def _fan(canvas: Canvas) -> None:
    fan = canvas.stencil().line(trace("760,-10 760,66"), 6).disc(760, 74, 22, 13)
    for dx, dy in ((-250, -14), (250, 6), (-60, 34), (90, -34)):
        fan.polygon(
            [(760, 70), (760 + dx, 74 + dy - 9), (760 + dx, 74 + dy + 9), (760, 80)]
        )
    canvas.lay(fan, "#4a3a32", tooth=0.1, share=0.85)


def _map_board(canvas: Canvas) -> None:
    canvas.lay(canvas.stencil().box(640, 180, 640, 370), "#5a3826", "#45291f", rough=1)
    canvas.lay(
        canvas.stencil().box(656, 196, 608, 338),
        "#1f4448",
        "#17363c",
        rough=1,
        tooth=0.35,
    )
    roads = canvas.stencil()
    path: list[Point] = [(680, 300)]
    for _ in range(9):
        x, y = path[-1]
        path.append((x + 64, y + canvas.rng.uniform(-46, 52)))
    roads.line(path, 3).line(trace("840,210 900,330 880,520"), 2.4)
    roads.line(trace("1120,210 1060,380 1130,520"), 2.4).line(
        trace("690,470 1000,420 1240,470"), 2
    )
    canvas.lay(roads.cut(1), "#efe6cd", tooth=0, share=0.75)
    pins = canvas.stencil()
    for x, y in ((846, 300), (1000, 424), (1080, 345), (930, 255), (1170, 455)):
        pins.disc(x, y, 9)
    canvas.lay(pins, "#d8563a", tooth=0)


def _notice(canvas: Canvas) -> None:
    canvas.lay(canvas.stencil().box(1330, 300, 150, 210), "#f4ead2", "#dccba6", rough=1)
    lines = canvas.stencil()
    for k in range(8):
        lines.box(1346, 326 + k * 21, canvas.rng.uniform(70, 118), 4)
    canvas.lay(lines, "#8a7a62", tooth=0)


def _chair(canvas: Canvas, x: float, y: float, s: float, row: int) -> None:
    tone = ("#7a2a1c", "#631e16", "#3f1716")[row]
    legs = canvas.stencil()
    for dx in (-46, 46):
        legs.line([(x + dx * s, y - 120 * s), (x + dx * 1.06 * s, y + 60 * s)], 5 * s)
    legs.line([(x - 46 * s, y + 6 * s), (x + 46 * s, y + 6 * s)], 4 * s)
    canvas.lay(legs, "#22242b", tooth=0)
    seat = canvas.stencil().box(x - 51 * s, y - 18 * s, 102 * s, 16 * s)
    seat.box(x - 50 * s, y - 122 * s, 100 * s, 66 * s)
    mask = canvas.lay(seat, mix(tone, "#e09a6c", 0.25), tone, rough=0.8 * s)
    lit = canvas.stencil().box(x - 50 * s, y - 122 * s, 34 * s, 66 * s).cut(4)
    canvas.tint(lit, "#e8a878", 0.4, within=mask)
