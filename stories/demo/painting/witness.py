"""Things on tables, shelves and ledges."""

from stories.demo.painting.brush import Canvas, Point, trace
from stories.demo.painting.window import light_on


def witness_stand(canvas: Canvas) -> None:
    """A microphone and a glass of water, waiting."""
    canvas.wash((0, "#2c4a55"), (0.5, "#40605f"), (1, "#2a3c42"), streak=0.18)
    _blinds(canvas)
    canvas.glow(860, 400, 560, "#ffe6b4", 0.3)
    _stand(canvas)
    light_on(
        canvas, [trace("520,1044 1000,1026 1160,1096 640,1126")], "#ffe0a8", 0.55, 6
    )
    _microphone(canvas)
    _glass(canvas, 880, 1060)
    _book(canvas)


def _blinds(canvas: Canvas) -> None:
    """Three windows' light on the wall, striped by the slats it came through."""
    light_on(
        canvas,
        [
            [(x, 60), (x + 150, 20), (x + 190, 840), (x + 40, 900)]
            for x in (560, 770, 980)
        ],
        "#f3d9a4",
        0.55,
        7,
    )
    slats = canvas.stencil()
    for n in range(19):
        y = n * 46
        slats.polygon([(520, 120 + y), (1220, 60 + y), (1220, 74 + y), (520, 134 + y)])
    canvas.tint(slats.cut(2), "#2c4a55", 0.6)


def _stand(canvas: Canvas) -> None:
    ledge = canvas.stencil().polygon(trace("-20,1060 1220,1010 1220,1130 -20,1190"))
    canvas.lay(ledge, "#b87a4c", "#8f5636", rough=1, tooth=0.3, cell=(260, 8))
    front = canvas.stencil().polygon(trace("-20,1190 1220,1130 1220,1520 -20,1520"))
    canvas.lay(front, "#6a3a28", "#331c1c", rough=1, tooth=0.3, cell=(14, 200))
    seams = canvas.stencil()
    for n in range(6):
        seams.line([(60 + n * 230, 1192 - n * 11), (60 + n * 230, 1510)], 5)
    canvas.lay(seams, "#26151a", tooth=0, share=0.7)


def _book(canvas: Canvas) -> None:
    book = canvas.stencil().polygon(trace("90,1062 330,1052 370,1112 104,1126"))
    canvas.lay(book, "#8f2410", "#661708", rough=0.8)
    pages = canvas.stencil().polygon(trace("104,1126 370,1112 370,1134 106,1150"))
    canvas.lay(pages, "#f2e3bf", "#c9b48c", tooth=0.2, cell=(200, 3))


def _microphone(canvas: Canvas) -> None:
    canvas.tint(canvas.stencil().disc(560, 1092, 150, 16).cut(4), "#3a1f18", 0.5)
    canvas.lay(
        canvas.stencil().disc(500, 1080, 92, 24), "#1a2430", "#0d141c", tooth=0.1
    )
    neck: list[Point] = trace(
        "500,1076 498,940 488,800 476,690 480,610 510,548 560,510"
    )
    canvas.lay(canvas.stencil().line(neck, 15), "#111a24", tooth=0)
    canvas.lay(
        canvas.stencil().line([(x + 4, y) for x, y in neck], 3.4),
        "#8f9a98",
        tooth=0,
        share=0.8,
    )
    head = (
        canvas.stencil()
        .polygon(trace("548,484 612,424 660,470 592,536"))
        .disc(640, 444, 44)
    )
    canvas.lay(head, "#22303c", "#0f1821", rough=1, tooth=0.5, cell=(5, 5))
    canvas.lay(canvas.stencil().line(trace("560,482 604,530"), 8), "#b4492a", tooth=0)
    glint = canvas.stencil().disc(656, 430, 17, 15).cut(8)
    canvas.tint(glint, "#f3d9a4", 0.55)


def _glass(canvas: Canvas, x: float, y: float) -> None:
    canvas.tint(canvas.stencil().disc(x + 70, y + 14, 130, 14).cut(4), "#ffe9bd", 0.5)
    body = canvas.stencil().polygon(
        [(x - 62, y - 200), (x + 62, y - 200), (x + 50, y), (x - 50, y)]
    )
    body.disc(x, y, 50, 13)
    canvas.lay(body, "#dfeae2", "#b9d0cb", tooth=0, share=0.36)
    fill = canvas.stencil().polygon(
        [(x - 57, y - 130), (x + 57, y - 130), (x + 48, y - 6), (x - 48, y - 6)]
    )
    fill.disc(x, y - 6, 48, 11)
    canvas.lay(fill, "#8fbcb8", "#d9e6d4", tooth=0, share=0.62)
    canvas.lay(canvas.stencil().disc(x, y - 130, 57, 12), "#eef6ec", tooth=0, share=0.8)
    rim = canvas.stencil().disc(x, y - 200, 62, 13).disc(x, y - 200, 57, 9, value=0)
    canvas.lay(rim, "#fbfaf0", tooth=0, share=0.85)
    shine = canvas.stencil().polygon(
        [(x - 48, y - 190), (x - 36, y - 190), (x - 32, y - 16), (x - 40, y - 16)]
    )
    canvas.lay(shine.cut(1.5), "#ffffff", tooth=0, share=0.6)
