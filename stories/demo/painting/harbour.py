"""Ports, and what is moored in them."""

from stories.demo.painting.brush import Canvas, trace
from stories.demo.painting.nature import clouds, land, ridge, shimmer, water
from stories.demo.painting.plants import palm


def harbour_cranes(canvas: Canvas) -> None:
    """Cranes before sunrise, a single ship alongside."""
    canvas.wash(
        (0, "#0f2236"),
        (0.25, "#274a60"),
        (0.45, "#7d8f90"),
        (0.56, "#e2b684"),
        (0.64, "#f3d6a2"),
        (1, "#e7bf8d"),
    )
    canvas.glow(820, 660, 620, "#ffdf9f", 0.7, flat=0.4)
    clouds(canvas, 300, 90, "#476273", count=9, share=0.5, long=340)
    clouds(canvas, 480, 50, "#d99f78", count=9, share=0.5, long=300)
    canvas.lay(land(canvas, ridge(canvas, 655, 12, waves=5), 690), "#8b8682", rough=1.5)
    for x, scale, tone in (
        (1010, 0.5, "#6e7378"),
        (1160, 0.56, "#62696f"),
        (640, 0.66, "#4b5961"),
        (300, 0.95, "#253a48"),
        (1420, 1.06, "#1a2e3d"),
    ):
        _crane(canvas, x, 690, scale, tone)
    canvas.mist(668, 60, "#f1cf9c", 0.6)
    _ship(canvas)
    water(canvas, 712, "#5b7279", share=0.4, ripple=1.4)
    shimmer(canvas, 820, 716, "#ffe6b0", count=110, share=0.7, spread=0.2)
    edge = canvas.stencil().box(-20, 690, 470, 20).box(1236, 690, 400, 20)
    canvas.lay(edge, "#22323f", tooth=0.1)
    quay = canvas.stencil().polygon(trace("-20,960 700,985 980,1090 -20,1090"))
    for x in (120, 420):
        quay.box(x, 918, 34, 60).disc(x + 17, 918, 30, 13)
    canvas.lay(quay, "#15222f", "#0b151f", rough=1)


def _crane(canvas: Canvas, x: float, y: float, scale: float, tone: str) -> None:
    pen, s = canvas.stencil(), scale
    for dx in (0, 150):
        pen.line([(x + dx * s, y), (x + (dx * 0.86 + 10) * s, y - 330 * s)], 13 * s)
    pen.line([(x, y - 110 * s), (x + 150 * s, y - 110 * s)], 10 * s)
    pen.line([(x + 8 * s, y - 110 * s), (x + 140 * s, y - 230 * s)], 5 * s)
    pen.line([(x - 260 * s, y - 338 * s), (x + 280 * s, y - 338 * s)], 15 * s)
    pen.line([(x + 60 * s, y - 330 * s), (x + 80 * s, y - 470 * s)], 10 * s)
    pen.line([(x + 80 * s, y - 468 * s), (x - 240 * s, y - 342 * s)], 3.4 * s)
    pen.line([(x + 80 * s, y - 468 * s), (x + 270 * s, y - 342 * s)], 3.4 * s)
    pen.box(x + 96 * s, y - 330 * s, 62 * s, 40 * s)
    pen.line([(x - 150 * s, y - 336 * s), (x - 150 * s, y - 190 * s)], 2.4 * s)
    pen.box(x - 186 * s, y - 192 * s, 72 * s, 26 * s)
    canvas.lay(pen, tone, tooth=0.08)


def _ship(canvas: Canvas) -> None:
    hull = trace("430,648 1250,648 1216,712 476,712")
    canvas.lay(canvas.stencil().polygon(hull), "#3c2a33", "#241f2b", rough=1)
    canvas.lay(canvas.stencil().box(462, 690, 770, 22), "#6d2417", tooth=0.1)
    tones = ("#8f2410", "#b4492a", "#2f5a60", "#c99b62", "#41586a", "#7a6a5a")
    for stack in range(13):
        for level in range(canvas.rng.choice((1, 2, 3, 3, 4))):
            box = canvas.stencil().box(500 + stack * 46, 626 - level * 22, 44, 20)
            canvas.lay(box, canvas.rng.choice(tones), tooth=0.1)
    canvas.lay(
        canvas.stencil().box(1132, 520, 84, 128).box(1148, 492, 16, 30),
        "#dcc7a2",
        "#b79a7c",
        tooth=0.1,
    )


def fishing_port(canvas: Canvas) -> None:
    """A small fishing port: palms, moored hulls, blue hour."""
    canvas.wash(
        (0, "#14304a"),
        (0.3, "#3f6377"),
        (0.5, "#b08e86"),
        (0.6, "#e5ac82"),
        (1, "#c98f75"),
    )
    clouds(canvas, 240, 100, "#5b6f82", count=9, share=0.5, long=330)
    canvas.glow(1240, 610, 480, "#ffcf95", 0.6, flat=0.45)
    canvas.lay(land(canvas, ridge(canvas, 585, 30, waves=4), 640), "#5f6673", rough=1.5)
    canvas.mist(610, 46, "#e7b691", 0.55)
    trees = canvas.stencil()
    for x, tall in ((90, 250), (170, 320), (258, 230), (1505, 260), (1430, 200)):
        palm(trees, x, 655, tall, canvas.rng.uniform(-0.12, 0.16))
    shore = (
        canvas.stencil()
        .polygon(trace("-20,630 330,640 480,664 -20,676"))
        .polygon(trace("1640,628 1380,642 1270,664 1640,672"))
    )
    canvas.lay(trees, "#172838", tooth=0)
    canvas.lay(shore, "#1d2d3a", rough=1.5)
    for x, y, s in ((520, 668, 0.7), (820, 690, 1), (1180, 676, 0.8)):
        _trawler(canvas, x, y, s)
    water(canvas, 700, "#31546a", share=0.42, ripple=1.5)
    shimmer(canvas, 1240, 705, "#ffd7a0", count=80, share=0.6, spread=0.1)
    jetty = canvas.stencil().polygon(trace("560,1090 720,800 790,800 1000,1090"))
    canvas.lay(jetty, "#2a2f3a", "#10161f", rough=1.5)
    posts = canvas.stencil()
    for t in range(6):
        y, s = 800 + t * t * 11, 1 + t * 0.55
        posts.box(715 - t * t * 6.2, y - 46 * s, 10 * s, 60 * s)
        posts.box(786 + t * t * 8, y - 46 * s, 10 * s, 60 * s)
    canvas.lay(posts, "#141a24", tooth=0.1)


def _trawler(canvas: Canvas, x: float, y: float, s: float) -> None:
    hull = canvas.stencil().polygon(
        [
            (x - 120 * s, y - 52 * s),
            (x - 60 * s, y - 20 * s),
            (x + 90 * s, y - 20 * s),
            (x + 130 * s, y - 34 * s),
            (x + 104 * s, y + 26 * s),
            (x - 84 * s, y + 26 * s),
        ]
    )
    canvas.lay(hull, "#8f3a22", "#3a2027", rough=0.8)
    cabin = canvas.stencil().box(x + 20 * s, y - 74 * s, 62 * s, 54 * s)
    canvas.lay(cabin, "#c3a988", "#8d7a70", tooth=0.1)
    rig = canvas.stencil()
    rig.line([(x - 20 * s, y - 20 * s), (x - 20 * s, y - 190 * s)], 5 * s)
    rig.line([(x - 20 * s, y - 180 * s), (x - 110 * s, y - 50 * s)], 1.6)
    rig.line([(x - 20 * s, y - 180 * s), (x + 60 * s, y - 74 * s)], 1.6)
    rig.line([(x - 20 * s, y - 60 * s), (x - 96 * s, y - 130 * s)], 4 * s)
    canvas.lay(rig, "#1a2230", tooth=0)
    lamp = canvas.stencil().disc(x - 20 * s, y - 190 * s, 5 * s)
    canvas.lay(lamp, "#ffe3a6", tooth=0)
    canvas.glow(x - 20 * s, y - 190 * s, 70 * s, "#ffdf9f", 0.8)
