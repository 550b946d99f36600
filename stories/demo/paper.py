"""Sets the demo's documents: A4, tagged so that they can be read aloud, no pictures.

A document is a title and blocks in order: `["h", "…"]`, `["p", "…"]`, `["figure", value,
what it counts, its scope and source]`. The fonts are those that every reader has.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, String

WIDTH, HEIGHT, EDGE, FOOT = 595, 842, 72, 84
MEASURE = WIDTH - 2 * EDGE - 40
INK, QUIET, BRICK, NIGHT, PAPER = (
    "0.086 0.126 0.169",
    "0.255 0.294 0.333",
    "0.561 0.141 0.063",
    "0.055 0.106 0.165",
    "0.984 0.973 0.949",
)
FONTS = {
    "F1": Name("/Times-Roman"),
    "F2": Name.Helvetica,
    "F3": Name("/Helvetica-Bold"),
}
# Of a thousandth of the size, in Helvetica; what is not named is as wide as a digit.
WIDTHS = {
    **dict.fromkeys("fijlt|!,.:;I[]/ ’‘", 278),
    **dict.fromkeys("r()-“”", 333),
    **dict.fromkeys("ckJsvxyz", 500),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM%", 850),
    **dict.fromkeys("W—…", 1000),
}


@dataclass(frozen=True)
class Voice:
    """How words of one tag look, and the room above them."""

    tag: Name
    font: str
    size: float
    leading: float
    colour: str = INK
    above: float = 0


TITLE = Voice(Name.H1, "F1", 40, 44, PAPER)
ON_COVER = Voice(Name.P, "F2", 12, 18, PAPER, 14)
HEADING = Voice(Name.H2, "F1", 22, 27, INK, 30)
TEXT = Voice(Name.P, "F2", 10.5, 16, INK, 10)
VALUE = Voice(Name.P, "F1", 32, 36, BRICK, 22)
LABEL = Voice(Name.P, "F3", 10.5, 16, INK, 2)
SCOPE = Voice(Name.P, "F2", 8.5, 12.5, QUIET, 2)
OF_A_FIGURE = (VALUE, LABEL, SCOPE)
VOICES = {"h": (HEADING,), "p": (TEXT,), "figure": OF_A_FIGURE}


def broken(words: str, size: float) -> list[str]:
    """Into lines of the measure."""
    lines, room = [""], 0.0
    for word in words.split():
        wide = sum(WIDTHS.get(each, 556) for each in f"{word} ") * size / 1000
        if room + wide > MEASURE and lines[-1]:
            lines.append("")
            room = 0.0
        lines[-1] += f"{word} "
        room += wide
    return [line.rstrip() for line in lines]


def drawn(line: str) -> str:
    """As a string of a page's content."""
    told = line.encode("cp1252").decode("latin-1")
    return told.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


@dataclass
class Paper:
    title: str
    pdf: pikepdf.Pdf = field(default_factory=pikepdf.Pdf.new)
    tags: list[pikepdf.Object] = field(default_factory=list)

    def __post_init__(self) -> None:
        fonts = {
            f"/{key}": Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=name,
                Encoding=Name.WinAnsiEncoding,
            )
            for key, name in FONTS.items()
        }
        self.fonts = self.pdf.make_indirect(Dictionary(fonts))
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.whole = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root)
        )
        self.marks: list[list[pikepdf.Object]] = []

    def set(self, cover: Iterable[str], blocks: Iterable[Sequence[str]]) -> bytes:
        self._cover(cover)
        self._begin()
        for kind, *parts in blocks:
            voices = VOICES[kind]
            if kind == "h":
                self._thread()
            for voice, words in zip(voices, parts, strict=True):
                self._say(voice, words)
        self._end()
        return self._bound()

    def _cover(self, lines: Iterable[str]) -> None:
        self._begin(number="")
        self.content.append(
            f"/Artifact BMC {NIGHT} rg 0 250 {WIDTH} {HEIGHT - 250} re f "
            f"{BRICK} rg 0 238 {WIDTH} 12 re f EMC"
        )
        self.at = 480.0
        self._say(TITLE, self.title)
        for line in lines:
            self._say(ON_COVER, line)
        self._end()

    def _begin(self, number: str | None = None) -> None:
        page = self.pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.obj.Resources = Dictionary(Font=self.fonts)
        page.obj.StructParents, page.obj.Tabs = len(self.marks), Name.S
        self.page, self.at = page, HEIGHT - EDGE
        self.content: list[str] = []
        self.marks.append([])
        said = str(len(self.pdf.pages)) if number is None else number
        self.content.append(
            f"/Artifact BMC BT /F2 8.5 Tf {QUIET} rg {EDGE} 44 Td "
            f"({drawn(self.title) if said else ''}) Tj {WIDTH - 2 * EDGE} 0 Td "
            f"({said}) Tj ET EMC"
        )

    def _end(self) -> None:
        told = "\n".join(self.content).encode("latin-1")
        self.page.obj.Contents = pikepdf.Stream(self.pdf, told)

    def _thread(self) -> None:
        """The brick line beside a heading, on the page where the heading stands."""
        if self.at - HEADING.above - 3 * HEADING.leading < FOOT:
            self._end()
            self._begin()
        top = self.at - HEADING.above
        self.content.append(
            f"/Artifact BMC {BRICK} rg {EDGE - 20} {top - 24} 3 26 re f EMC"
        )

    def _say(self, voice: Voice, words: str) -> None:
        lines = broken(words, voice.size)
        if self.at - voice.above - len(lines) * voice.leading < FOOT:
            self._end()
            self._begin()
        self.at -= voice.above
        number = self._tagged(voice.tag)
        self.content.append(f"{voice.tag} <</MCID {number}>> BDC BT")
        self.content.append(f"/{voice.font} {voice.size} Tf {voice.colour} rg")
        for line in lines:
            self.at -= voice.leading
            self.content.append(f"1 0 0 1 {EDGE} {self.at:.1f} Tm ({drawn(line)}) Tj")
        self.content.append("ET EMC")

    def _tagged(self, tag: Name) -> int:
        element = Dictionary(Type=Name.StructElem, S=tag, P=self.whole)
        element.Pg, element.K = self.page.obj, len(self.marks[-1])
        kept = self.pdf.make_indirect(element)
        self.tags.append(kept)
        self.marks[-1].append(kept)
        return len(self.marks[-1]) - 1

    def _bound(self) -> bytes:
        self.whole.K, self.root.K = Array(self.tags), self.whole
        numbers = [
            each for n, page in enumerate(self.marks) for each in (n, Array(page))
        ]
        self.root.ParentTree = Dictionary(Nums=Array(numbers))
        root = self.pdf.Root
        root.StructTreeRoot, root.MarkInfo = self.root, Dictionary(Marked=True)
        root.Lang = String("en-AU")
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        out = io.BytesIO()
        self.pdf.save(out)
        return out.getvalue()
