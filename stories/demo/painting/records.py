"""Files, shelves and stacks: things that are counted."""

from PIL import ImageFilter

from stories.demo.painting.brush import Canvas, Point, mix, trace
from stories.demo.painting.window import frame

FOLDERS = ("#c99b5e", "#b4823f", "#d8b277", "#a9713f", "#cfa264", "#b98a50", "#dcbb84")
SPINES = (
    "#b98a50",
    "#a9713f",
    "#c9a36a",
    "#8d6238",
    "#d2b480",
    "#7d5836",
    "#5f7d78",
    "#41606a",
    "#96452e",
)


def desk_files(canvas: Canvas) -> None:
    """A desk late in the evening: tied files in a pool of lamp light."""
    canvas.wash((0, "#0f2234"), (0.6, "#1b3546"), (1, "#14273a"), streak=0.2)
    _town_at_night(canvas)
    bars = frame(canvas, (104, 66, 532, 546), 18, 22).box(364, 66, 12, 540)
    canvas.lay(bars, "#0b1826", tooth=0.1)
    desk = canvas.stencil().polygon(trace("-20,780 1640,780 1640,1220 -20,1220"))
    canvas.lay(desk, "#7a4a32", "#3a211e", rough=1, tooth=0.3, cell=(300, 9))
    canvas.lay(canvas.stencil().box(-20, 774, 1660, 9), "#a86f48", tooth=0.1)
    canvas.glow(1090, 700, 780, "#f6b967", 0.6, flat=0.8)
    canvas.glow(1090, 880, 640, "#ffd894", 0.55, flat=0.36)
    _folders(canvas)
    _lamp(canvas)
    _sheet(canvas)
    _pencil(canvas)
    _cup(canvas)


def _town_at_night(canvas: Canvas) -> None:
    pane = canvas.stencil().box(120, 80, 500, 520)
    canvas.lay(pane, "#16324a", "#3a5a6e", rough=1)
    town = canvas.stencil()
    for _ in range(50):
        town.box(canvas.rng.uniform(124, 606), canvas.rng.uniform(440, 590), 6, 8)
    canvas.lay(town, "#f2c670", tooth=0, share=0.7)


def _folders(canvas: Canvas) -> None:
    y = 940.0
    for n, tone in enumerate(FOLDERS):
        y -= _folder(canvas, y, tone, 180 + n * 3) + 1
    lid = canvas.stencil().polygon(
        [(176, y), (596, y - 6), (560, y - 38), (226, y - 34)]
    )
    canvas.lay(lid, "#d9b577", "#c99b5e", rough=0.8)
    tape = canvas.stencil().polygon(
        [(376, y - 2), (404, y - 3), (396, y - 37), (372, y - 36)]
    )
    tape.polygon([(180, y - 14), (590, y - 22), (588, y - 12), (180, y - 4)])
    canvas.lay(tape, "#a92d16", tooth=0.1)
    bow = canvas.stencil().disc(372, y - 20, 26, 9).disc(412, y - 22, 26, 9)
    canvas.lay(bow, "#a92d16", "#8f2410", tooth=0)


def _folder(canvas: Canvas, y: float, tone: str, tied: float) -> float:
    """One folder lying at `y`, its tape `tied` from the left; gives its thickness."""
    x, thick = 180 + canvas.rng.uniform(-16, 16), canvas.rng.uniform(30, 46)
    cover = canvas.stencil().polygon(
        [(x, y - thick), (x + 410, y - thick - 6), (x + 414, y - 6), (x + 2, y)]
    )
    canvas.lay(
        cover,
        mix(tone, "#4a2c22", 0.12),
        mix(tone, "#4a2c22", 0.5),
        rough=0.8,
        tooth=0.3,
        cell=(200, 3),
    )
    top = y - thick
    paper = canvas.stencil().polygon(
        [(x + 8, top + 17), (x + 404, top + 11), (x + 404, y - 12), (x + 8, y - 6)]
    )
    canvas.lay(paper, "#e6d0a2", "#b79868", tooth=0.5, cell=(240, 2.4))
    tape = canvas.stencil().box(x + tied, top - 6, 26, thick + 4)
    canvas.lay(tape, "#8f2410", "#661708", tooth=0.1)
    return thick


def _lamp(canvas: Canvas) -> None:
    canvas.lay(canvas.stencil().disc(1180, 826, 110, 22), "#17242f", "#0b141c", tooth=0)
    arm = canvas.stencil().line(trace("1180,820 1260,600 1120,420"), 13)
    canvas.lay(arm, "#1c2b37", tooth=0)
    cone = canvas.stencil().polygon(trace("1140,396 1092,372 950,520 1180,590"))
    canvas.lay(cone, "#8f2410", "#6d1c0d", rough=0.8)
    canvas.lay(
        canvas.stencil().polygon(trace("950,520 1180,590 1160,606 960,544")),
        "#fff0c4",
        tooth=0,
    )
    beam = canvas.stencil().polygon(trace("956,540 1164,604 1290,900 640,900"))
    canvas.tint(beam.cut().filter(ImageFilter.GaussianBlur(36)), "#ffdf9f", 0.26)


def _sheet(canvas: Canvas) -> None:
    shadow = canvas.stencil().polygon(trace("712,944 1064,924 1130,1096 704,1122"))
    canvas.tint(shadow.cut(4), "#22120f", 0.5)
    sheet = canvas.stencil().polygon(trace("700,930 1050,912 1110,1080 700,1104"))
    canvas.lay(sheet, "#fff3d4", "#ecd3a0", rough=0.6, tooth=0.1)
    lines = canvas.stencil()
    for n in range(7):
        y, end = 946 + n * 20, 900 if n == 6 else 1010
        lines.line([(732 + n * 1.6, y), (end + n * 6, y - 14)], 3.4)
    canvas.lay(lines, "#8a745a", tooth=0)


def _pencil(canvas: Canvas) -> None:
    pencil = canvas.stencil().polygon(trace("1130,1060 1360,984 1366,996 1136,1074"))
    canvas.lay(pencil, "#d9a13c", "#b07a26", tooth=0)
    tip = canvas.stencil().polygon(trace("1110,1074 1130,1060 1136,1074"))
    canvas.lay(tip, "#2a1a16", tooth=0)


def _cup(canvas: Canvas) -> None:
    handle = canvas.stencil().disc(1506, 884, 30, 34).disc(1506, 884, 18, 22, value=0)
    canvas.lay(handle, "#2d6a6a", tooth=0)
    cup = canvas.stencil().polygon(trace("1380,830 1500,830 1486,950 1394,950"))
    canvas.lay(cup.disc(1440, 948, 46, 14), "#3f8482", "#1f5256", rough=0.8)
    canvas.lay(canvas.stencil().disc(1440, 830, 60, 15), "#2a1c1a", tooth=0)


def archive(canvas: Canvas) -> None:
    """Shelves of case files, one of them pulled a little forward."""
    canvas.wash((0, "#2a1f22"), (1, "#1a1519"), streak=0.2)
    for shelf in range(5):
        _shelf(canvas, 290 + shelf * 290)
    sides = canvas.stencil().box(30, -20, 36, 1560).box(1136, -20, 36, 1560)
    canvas.lay(sides, "#5a3826", "#3a221d", rough=0.8, tooth=0.3, cell=(9, 200))
    _file_pulled_forward(canvas)
    canvas.glow(640, 700, 760, "#ffd08a", 0.42)
    canvas.tint(canvas.stencil().box(-20, 1250, 1240, 300).cut(60), "#0d0a0e", 0.45)


def _shelf(canvas: Canvas, floor: float) -> None:
    """A row of files on a board at `floor`, with a gap here and there."""
    x = 70.0
    while x < 1120:
        wide, tall = canvas.rng.uniform(22, 62), canvas.rng.uniform(188, 236)
        lean = canvas.rng.choice((0, 0, 0, 0, 12))
        tone = canvas.rng.choice(SPINES)
        if canvas.rng.random() < 0.035:
            x += canvas.rng.uniform(40, 90)
            continue
        _spine(canvas, (x, floor), (wide, tall), lean, tone)
        x += wide + canvas.rng.uniform(1, 4)
    under = canvas.stencil().box(60, floor - 256, 1090, 30).cut(10)
    canvas.tint(under, "#0d0a0e", 0.6)
    board = canvas.stencil().box(40, floor, 1130, 26)
    canvas.lay(board, "#7a4f35", "#3f2620", rough=0.8, tooth=0.25)


def _spine(canvas: Canvas, foot: Point, size: Point, lean: float, tone: str) -> None:
    """A file's back, from its lower left corner: a label, one edge in the dark."""
    (x, floor), (wide, tall) = foot, size
    top, right = floor - tall, x + wide
    back = canvas.stencil().polygon(
        [(x + lean, top), (right + lean, top), (right, floor), (x, floor)]
    )
    shaded = mix(tone, "#2a1a18", 0.45)
    canvas.lay(back, tone, shaded, rough=0.8, tooth=0.25, cell=(8, 60))
    label = canvas.stencil().box(
        x + wide * 0.2 + lean * 0.5, floor - tall * 0.62, wide * 0.6, tall * 0.22
    )
    canvas.lay(label, "#f1e3c0", "#d6c296", tooth=0.1, share=0.9)
    dark = canvas.stencil().polygon(
        [
            (x + lean + wide * 0.86, top),
            (right + lean, top),
            (right, floor),
            (x + wide * 0.86, floor),
        ]
    )
    canvas.lay(dark, "#1d1216", tooth=0, share=0.45)


def _file_pulled_forward(canvas: Canvas) -> None:
    shadow = canvas.stencil().polygon(trace("628,640 664,650 670,892 640,892"))
    canvas.tint(shadow.cut(5), "#0d0a0e", 0.7)
    file = canvas.stencil().polygon(trace("560,636 628,626 640,892 566,892"))
    canvas.lay(file, "#a92d16", "#6d1c0d", rough=0.8, tooth=0.2)
    canvas.lay(canvas.stencil().box(576, 690, 44, 66), "#fbf0d4", tooth=0.1)
    ribbon = canvas.stencil().line(trace("600,890 604,930 590,968 600,1010"), 9)
    canvas.lay(ribbon, "#c8401f", tooth=0)
