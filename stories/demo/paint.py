"""Paint the demo charity's pictures: `python -m stories.demo.paint [KEY …]`.

Each picture is a place without people, seeded by its own key, so that a second
run paints the same one. Only Pillow is needed.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image

from stories.demo.painting import (
    bricks,
    city,
    doors,
    farms,
    fields,
    frontier,
    gate,
    harbour,
    hearing,
    kitchen,
    night,
    records,
    river,
    roads,
    rooms,
    sewing,
    waiting,
    walls,
    witness,
)
from stories.demo.painting.brush import Canvas

WIDE, CLASSIC, TALL = (1600, 1067), (1600, 1200), (1200, 1500)
LARGEST = 90_000  # bytes: the whole set is read over poor lines and kept in git

Painter = Callable[[Canvas], None]

SCENES: dict[str, tuple[Painter, tuple[int, int]]] = {
    "delta-dawn": (river.delta_dawn, WIDE),
    "lake-dugouts": (river.lake_dugouts, WIDE),
    "nets-drying": (river.nets_drying, WIDE),
    "harbour-cranes": (harbour.harbour_cranes, WIDE),
    "headland": (river.headland, WIDE),
    "fishing-port": (harbour.fishing_port, WIDE),
    "kiln-chimneys": (fields.kiln_chimneys, WIDE),
    "savannah-road": (roads.savannah, WIDE),
    "terraces": (fields.terraces, WIDE),
    "highland-morning": (farms.highland, CLASSIC),
    "plot-and-house": (farms.plot_and_house, WIDE),
    "rain-on-the-road": (roads.rain, WIDE),
    "river-city": (city.river_city, WIDE),
    "night-windows": (night.night_windows, WIDE),
    "compound": (frontier.compound, WIDE),
    "hillside-town": (city.hillside_town, WIDE),
    "border-bridge": (frontier.border_bridge, WIDE),
    "courtroom": (rooms.courtroom, WIDE),
    "training-room": (rooms.training_room, WIDE),
    "doorway": (doors.doorway, TALL),
    "school-wall": (walls.school_wall, WIDE),
    "police-post": (walls.police_post, WIDE),
    "witness-stand": (witness.witness_stand, TALL),
    "desk-files": (records.desk_files, CLASSIC),
    "archive": (records.archive, TALL),
    "sewing-window": (sewing.sewing_window, CLASSIC),
    "kitchen-table": (kitchen.kitchen_table, WIDE),
    "bricks": (bricks.bricks, CLASSIC),
    "side-gate": (gate.side_gate, WIDE),
    "waiting-room": (waiting.waiting_room, WIDE),
    "interview-room": (hearing.interview_room, WIDE),
}


def paint(key: str) -> Image.Image:
    painter, size = SCENES[key]
    canvas = Canvas(key, size)
    painter(canvas)
    return canvas.finish()


def as_webp(picture: Image.Image) -> bytes:
    """The best quality that stays small enough."""
    for quality in range(80, 50, -4):
        out = BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


def main(keys: list[str]) -> None:
    folder = Path(__file__).parent / "photos"
    folder.mkdir(exist_ok=True)
    for key in keys or SCENES:
        data = as_webp(paint(key))
        (folder / f"{key}.webp").write_bytes(data)
        sys.stdout.write(f"{key}  {len(data) // 1000} kB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
