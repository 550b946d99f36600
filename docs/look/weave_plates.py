"""Weave the plates that stand where no picture is safe: static/img/plates/plate-N.svg.

    python docs/look/weave_plates.py

A draft says, cell by cell, whether the warp (1) or the weft (0) lies on top. One warp
thread in each plate is brick: the same thread as everywhere on the site.
"""

from pathlib import Path

PLATES = Path(__file__).resolve().parents[2] / "static" / "img" / "plates"
CELL, WIDTH, HEIGHT = 24, 960, 640
GROUND, BRICK = "#c9bba3", "#8f2410"
# draft rows, warp colours, weft colours, column of the brick thread
DESIGNS = [
    (["10", "01"], ["#f1eadd"], ["#ddd3c2"], 11),
    (["1100", "0110", "0011", "1001"], ["#f1eadd"], ["#d6c9b2"], 27),
    (["1100", "1100", "0011", "0011"], ["#f6f1e6", "#e7dcc8"], ["#d6c9b2"], 8),
    (["0111", "1101", "1110", "1011"], ["#dfe0da"], ["#b9c1bf"], 31),
    (
        ["110000", "011000", "001100", "000110", "001100", "011000"],
        ["#f1eadd"],
        ["#d9cdb8"],
        20,
    ),
    (["1110", "0111", "1011", "1101"], ["#f1eadd", "#e2d6c0"], ["#c7b897"], 13),
    (["10", "01"], ["#f4eee2", "#f4eee2", "#8a97a3", "#8a97a3"], ["#e2d6c0"], 16),
    (["1010", "0101", "1100", "0011"], ["#efe7d8"], ["#d6c9b2", "#e6dcc9"], 24),
]


def cell(draft: list[str], warp: list[str], weft: list[str], x: int, y: int) -> str:
    """The thread that is seen there: upright it leaves gaps beside, lying above, it."""
    row = draft[y % len(draft)]
    if row[x % len(row)] == "1":
        left, top, wide, high, colour = 2, 0, CELL - 4, CELL, warp[x % len(warp)]
    else:
        left, top, wide, high, colour = 0, 2, CELL, CELL - 4, weft[y % len(weft)]
    at = f'x="{x * CELL + left}" y="{y * CELL + top}" width="{wide}" height="{high}"'
    return f'<rect {at} fill="{colour}"/>'


def plate(draft: list[str], warp: list[str], weft: list[str], column: int) -> str:
    side = 6 if len(draft) == 6 else 4
    tile = "".join(
        cell(draft, warp, weft, x, y) for y in range(side) for x in range(side)
    )
    thread = "".join(
        f'<rect x="{column * CELL + 2}" y="{y * CELL}" width="{CELL - 4}" '
        f'height="{CELL}"/>'
        for y in range(-(-HEIGHT // CELL))
        if draft[y % len(draft)][column % len(draft[0])] == "1"
    )
    size = side * CELL
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}"><pattern id="w" width="{size}" '
        f'height="{size}" patternUnits="userSpaceOnUse">{tile}</pattern>'
        f'<path fill="{GROUND}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>'
        f'<path fill="url(#w)" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>'
        f'<g fill="{BRICK}">{thread}</g></svg>\n'
    )


def main() -> None:
    for number, design in enumerate(DESIGNS):
        (PLATES / f"plate-{number}.svg").write_text(plate(*design))


if __name__ == "__main__":
    main()
