"""A QR code drawn here: what it says is a secret, and goes to nobody else."""

from dataclasses import dataclass

import segno

MARGIN = 4  # modules of white that a camera needs around it (ISO/IEC 18004)


@dataclass(frozen=True)
class Drawing:
    """The `d` of one SVG path, and the side of its square view box, in modules."""

    path: str
    side: int


def drawn(text: str) -> Drawing:
    matrix = segno.make_qr(text, error="m").matrix
    dark = (
        f"M{column + MARGIN} {row + MARGIN}h1v1h-1z"
        for row, modules in enumerate(matrix)
        for column, is_dark in enumerate(modules)
        if is_dark
    )
    return Drawing("".join(dark), len(matrix) + 2 * MARGIN)
