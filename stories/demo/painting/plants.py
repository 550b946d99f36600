"""Palms, trees, leaves and grass, all cut into a stencil."""

from math import cos, pi, sin

from stories.demo.painting.brush import Point, Stencil


def fan_palm(pen: Stencil, x: float, y: float, tall: float, lean: float = 0) -> None:
    """A sugar palm: one bare trunk, a round crown of fans."""
    top = (x + lean * tall, y - tall)
    wide = max(1.1, tall * 0.014)
    pen.polygon(
        [
            (x - wide, y),
            (top[0] - wide * 0.7, top[1]),
            (top[0] + wide * 0.7, top[1]),
            (x + wide, y),
        ]
    )
    crown = tall * 0.155
    pen.disc(*top, crown * 0.74, crown * 0.68)
    for n in range(22):
        angle = pi * (-0.36 + 1.72 * n / 21) + pen.rng.uniform(-0.14, 0.14)
        reach = crown * (0.78 if n % 2 else 0.5) * pen.rng.uniform(0.85, 1.1)
        _fan(
            pen,
            top[0] + cos(angle) * reach,
            top[1] - sin(angle) * reach,
            crown * pen.rng.uniform(0.3, 0.42),
            angle,
        )


def _fan(pen: Stencil, x: float, y: float, size: float, towards: float) -> None:
    """One leaf: a half-open hand of pointed blades."""
    for n in range(9):
        angle = towards + (n / 8 - 0.5) * 1.15 * pi
        reach = size * pen.rng.uniform(0.85, 1.15)
        side = (sin(angle) * size * 0.11, cos(angle) * size * 0.11)
        pen.polygon(
            [
                (x + side[0], y + side[1]),
                (x + cos(angle) * reach, y - sin(angle) * reach),
                (x - side[0], y - side[1]),
            ]
        )


def palm(pen: Stencil, x: float, y: float, tall: float, lean: float = 0.12) -> None:
    """A coconut palm: a bent trunk and drooping fronds."""
    trunk = [(x + lean * tall * (t / 10) ** 1.8, y - tall * t / 10) for t in range(11)]
    pen.line(trunk, max(1.6, tall * 0.028))
    cx, cy = trunk[-1]
    for n in range(13):
        angle = pi * (n / 12 * 1.5 - 0.25) + pen.rng.uniform(-0.12, 0.12)
        reach = tall * pen.rng.uniform(0.26, 0.38)
        frond = []
        for t in range(9):
            s = t / 8
            fall = reach * 0.55 * s * s
            frond.append(
                (cx + cos(angle) * reach * s, cy - sin(angle) * reach * s + fall)
            )
        for s, (px, py) in enumerate(frond[1:], 1):
            hang = tall * 0.055 * sin(pi * min(1, s / 8))
            pen.line([frond[s - 1], (px, py)], max(1, tall * 0.011))
            pen.polygon([frond[s - 1], (px, py), (px - hang * 0.2, py + hang)])


def branches(
    pen: Stencil,
    x: float,
    y: float,
    length: float,
    angle: float,
    width: float,
    *,
    depth: int = 6,
    spread: float = 0.5,
    snapped: float = 0,
) -> list[Point]:
    """A bare tree; gives the tips back, to hang leaves on."""
    tip = (x + cos(angle) * length, y - sin(angle) * length)
    _limb(pen, (x, y), tip, (sin(angle) * width / 2, cos(angle) * width / 2))
    if depth == 0:
        return [tip]
    tips: list[Point] = []
    for side in (-1, 1) if depth < 6 else (-1, 0.2, 1):
        if depth < 5 and pen.rng.random() < snapped:
            continue
        turn = angle + side * spread * pen.rng.uniform(0.35, 1.3)
        reach = length * pen.rng.uniform(0.5, 0.92)
        tips += branches(
            pen,
            *tip,
            reach,
            turn,
            width * 0.64,
            depth=depth - 1,
            spread=spread,
            snapped=snapped,
        )
    return tips


def _limb(pen: Stencil, foot: Point, tip: Point, half: Point) -> None:
    """One length of wood, `half` wide to each side and thinner at its tip."""
    pen.polygon(
        [
            (foot[0] - half[0], foot[1] - half[1]),
            (foot[0] + half[0], foot[1] + half[1]),
            (tip[0] + half[0] * 0.6, tip[1] + half[1] * 0.6),
            (tip[0] - half[0] * 0.6, tip[1] - half[1] * 0.6),
        ]
    )


def foliage(pen: Stencil, tips: list[Point], size: float, flat: float = 0.5) -> None:
    for x, y in tips:
        spread = size * pen.rng.uniform(0.5, 1.2)
        pen.disc(x, y, spread, spread * flat)


def height_at(edge: list[Point], x: float) -> float:
    """How high the line through `edge` stands at `x`."""
    for (x0, y0), (x1, y1) in zip(edge, edge[1:], strict=False):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / max(1, x1 - x0)
    return edge[-1][1]


def grass(
    pen: Stencil, edge: list[Point], tall: float, count: int, *, drop: float = 0
) -> None:
    """Blades along `edge`, or rooted up to `drop` pixels below it."""
    for _ in range(count):
        x = pen.rng.uniform(edge[0][0], edge[-1][0])
        y = height_at(edge, x) + 6 + pen.rng.random() * drop
        high, bend = tall * pen.rng.uniform(0.3, 1), pen.rng.gauss(0, tall * 0.22)
        foot = tall * 0.022 + 0.8
        pen.polygon([(x - foot, y), (x + bend, y - high), (x + foot, y)])
