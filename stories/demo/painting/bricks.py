"""Bricks, stacked and counted."""

from PIL import ImageFilter

from stories.demo.painting.brush import Canvas, mix, trace

TONES = ("#a4472c", "#8f3a24", "#b65a38", "#963f27", "#c06a44", "#7d2f1e", "#ad5233")


def bricks(canvas: Canvas) -> None:
    """Fired bricks, stacked and counted."""
    canvas.wash((0, "#c07a4e"), (0.4, "#e0ac78"), (1, "#7d4630"))
    canvas.glow(1250, 160, 620, "#ffe6b4", 0.6)
    for row in range(13):
        _row(canvas, row)
    shade = canvas.stencil().polygon(trace("-20,-20 520,-20 -20,900"))
    canvas.tint(shade.cut().filter(ImageFilter.GaussianBlur(90)), "#2a1a24", 0.5)


def _row(canvas: Canvas, row: int) -> None:
    """One layer; the upper ones end earlier, as a stack's steps do."""
    y, x = 1150 - row * 76, -100.0 if row % 2 else -30.0
    last = 1640 if row < 7 else 1640 - (row - 6) * 190
    while x < last:
        x += _brick(canvas, x, y) + 7


def _brick(canvas: Canvas, x: float, y: float) -> float:
    """A whole brick or a half; gives back how wide it is."""
    wide = 158 if canvas.rng.random() < 0.8 else 76
    tone = canvas.rng.choice(TONES)
    tilt = canvas.rng.uniform(-3, 3)
    brick = canvas.stencil().polygon(
        [(x, y - 68 + tilt), (x + wide, y - 68), (x + wide, y), (x, y + tilt)]
    )
    mask = canvas.lay(
        brick,
        mix(tone, "#f0b582", 0.18),
        mix(tone, "#2a1214", 0.3),
        rough=1.8,
        tooth=0.3,
        cell=(40, 10),
    )
    if wide > 100 and canvas.rng.random() < 0.3:
        canvas.dry(mask, "#e8b184", share=0.35, cell=(50, 10), cover=0.3)
    under = canvas.stencil().box(x, y - 9, wide, 11).cut(2)
    canvas.tint(under, "#2a1214", 0.5)
    return wide
