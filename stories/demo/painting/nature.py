"""Things that grow, flow or hang in the sky, for any canvas."""

from math import pi, sin

from PIL import Image, ImageChops, ImageFilter

from stories.demo.painting.brush import Canvas, Point, Stencil


def ridge(
    canvas: Canvas, y: float, swell: float, *, rough: float = 0.25, waves: int = 3
) -> list[Point]:
    """The skyline of a hill, from edge to edge."""
    rng = canvas.rng
    parts = [
        (rng.uniform(0.6, 1.4) * (n + 1), rng.uniform(0, 2 * pi), 1 / (n + 1) ** 0.9)
        for n in range(waves)
    ]
    points, jitter = [], 0.0
    for step in range(201):
        t = step / 200
        wave = sum(a * sin(2 * pi * f * t + p) for f, p, a in parts)
        jitter = jitter * 0.7 + rng.uniform(-1, 1) * rough
        points.append((t * canvas.width, y - swell * (wave + jitter) / 1.6))
    return points


def peaks(canvas: Canvas, y: float, height: float, count: int) -> list[Point]:
    """The skyline of mountains: summits whose slopes meet in passes."""
    rng, step = canvas.rng, canvas.width / count
    summits = [
        (
            (n + rng.uniform(-0.35, 0.35)) * step,
            y - height * rng.uniform(0.4, 1),
            rng.uniform(0.6, 1.3),
            rng.uniform(0.6, 1.3),
        )
        for n in range(count + 1)
    ]
    points, jitter, drift = [], 0.0, 0.0
    for n in range(241):
        x = canvas.width * n / 240
        jitter = jitter * 0.6 + rng.uniform(-1, 1) * height * 0.02
        drift = drift * 0.93 + rng.uniform(-1, 1) * height * 0.022
        tops = [
            top
            + height * 1.5 * (abs(x - at) * (left if x < at else right) / step) ** 0.86
            for at, top, left, right in summits
        ]
        points.append((x, min(y, *tops) + jitter + drift))
    return points


def land(canvas: Canvas, skyline: list[Point], bottom: float | None = None) -> Stencil:
    floor = canvas.height if bottom is None else bottom
    edge = [(-20.0, floor), (-20.0, skyline[0][1]), *skyline]
    return canvas.stencil().polygon(
        [*edge, (canvas.width + 20, skyline[-1][1]), (canvas.width + 20, floor)]
    )


def clouds(
    canvas: Canvas,
    y: float,
    depth: float,
    colour: str,
    *,
    count: int = 9,
    share: float = 0.5,
    long: float = 260,
) -> None:
    """Flat banks of cloud, thinner towards their ends."""
    rng, stencil = canvas.rng, canvas.stencil()
    for _ in range(count):
        x, row = rng.uniform(0, canvas.width), y + rng.uniform(-1, 1) * depth
        length, thick = rng.uniform(0.4, 1) * long, rng.uniform(0.3, 1) * depth / 5
        for part in range(7):
            t = (part - 3) / 3
            stencil.disc(
                x + t * length,
                row + rng.uniform(-1, 1) * thick * 0.5,
                length * 0.32,
                thick * (1.1 - abs(t) * 0.75),
            )
    mask = stencil.cut(9).filter(ImageFilter.GaussianBlur(3))
    canvas.lay(mask, colour, tooth=0.2, share=share)


def water(
    canvas: Canvas, top: float, tint: str, *, share: float = 0.45, ripple: float = 1
) -> None:
    """Mirror what stands above `top`, broken into ripples that widen towards us."""
    width, deep = canvas.width, canvas.height - round(top)
    above = canvas.image.crop((0, max(0, round(top) - deep), width, round(top)))
    mirror = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((width, deep))
    mirror = mirror.filter(ImageFilter.GaussianBlur(3))
    still, y = mirror.copy(), 0
    while y < deep:
        tall = max(2, round(2 + y / deep * 14 * canvas.rng.uniform(0.5, 1.3)))
        shift = round(canvas.rng.gauss(0, 1 + 9 * y / deep) * ripple)
        strip = still.crop((0, y, width, min(deep, y + tall)))
        mirror.paste(ImageChops.offset(strip, shift, 0), (0, y))
        y += tall
    surface = Image.new("RGB", (width, deep), tint)
    canvas.image.paste(Image.blend(mirror, surface, share), (0, round(top)))


def shimmer(
    canvas: Canvas,
    x: float,
    top: float,
    colour: str,
    *,
    spread: float = 0.16,
    count: int = 170,
    share: float = 0.8,
) -> None:
    """The road of light that a low sun lays on water."""
    rng, stencil = canvas.rng, canvas.stencil()
    deep = canvas.height - top
    for _ in range(count):
        t = rng.random() ** 1.4
        y = top + 2 + t * deep
        half = rng.uniform(0.2, 1) * (14 + t * 95)
        middle = x + rng.gauss(0, 1) * (14 + t * deep * spread)
        stencil.disc(middle, y, half, 0.7 + t * 3.2)
    canvas.lay(stencil.cut(), colour, tooth=0, share=share)
