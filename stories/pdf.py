"""A PDF without what it says beside its pages. Knows no models.

Names of authors and machines, places in pictures, notes, attached files, scripts and
earlier versions go; pages, tags for screen readers, bookmarks and links stay. Whatever
cannot be cleaned so is refused with a sentence.
"""

import io
from dataclasses import dataclass
from typing import Any, BinaryIO

import pikepdf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pikepdf import Array, Dictionary, Name, Pdf

from stories.picture_bytes import bare

MOST_BYTES = 15 * 2**20
MOST_OBJECTS = 200_000
MOST_PAGES = 1_000
DEEPEST = 60
# What the document as a whole may have: for reading aloud, finding, looking.
OF_THE_WHOLE = set(
    "/Type /Version /Pages /PageLabels /Names /Dests /ViewerPreferences /PageLayout "
    "/PageMode /Outlines /StructTreeRoot /MarkInfo /Lang /OCProperties /AcroForm "
    "/OutputIntents".split()
)
# What no part of it may have: metadata, notes of programs, scripts, files within.
BESIDE = set(
    "/Metadata /PieceInfo /LastModified /AA /JS /AF /EF /RF /Thumb /OPI /OpenAction "
    "/XFA /CO /Desc /UserProperties /SeparationInfo /Measure /PtData".split()
)
ACTIONS = {"/GoTo", "/URI", "/Named"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")
ON_A_PAGE = {"/Link", "/Widget"}
OF_AN_AUTHOR = ("/T", "/RC", "/Subj", "/M", "/CreationDate", "/NM", "/IRT", "/Popup")


class NotCleanable(Exception):
    """The file cannot become a document; `message` tells the sender what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


UNREADABLE = _("This is not a PDF. Save the document as PDF and send that.")
DAMAGED = _("This PDF is damaged. Export it again and send that.")
TOO_HEAVY = _(
    "This PDF has more than 15 MB. Save it for the web, smaller, and send that."
)
TOO_LARGE = _("This PDF has too many pages or parts. Divide it, and send the parts.")
LOCKED = _("This PDF has a password. Save it without one and send that.")
SIGNED = _(
    "This PDF is signed, and cleaning it would break the signature. Send the version "
    "without a signature."
)
UNREDACTED = _(
    "This PDF has words that were marked to be blacked out and are still there. Apply "
    "the redactions, save it, and send that."
)
PORTFOLIO = _(
    "This PDF is only a cover around other files. Send those one by one, as PDF."
)
OLD_FORM = _(
    "This PDF is a form of an old kind (XFA). Print it to a new PDF, send that."
)


@dataclass(frozen=True)
class Cleaned:
    data: bytes
    pages: int


def receive(file: BinaryIO, size: int, title: str) -> Cleaned:
    """The document as visitors may have it, under this title. Raises NotCleanable."""
    if size > MOST_BYTES:
        raise NotCleanable(TOO_HEAVY)
    data = file.read(MOST_BYTES + 1)
    if b"%PDF-" not in data[:1024]:
        raise NotCleanable(UNREADABLE)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _cleaned(pdf, title)
    except pikepdf.PasswordError as locked:
        raise NotCleanable(LOCKED) from locked
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise NotCleanable(DAMAGED) from wrong


def _cleaned(pdf: Pdf, title: str) -> Cleaned:
    _refuse(pdf)
    for key in set(pdf.Root.keys()) - OF_THE_WHOLE:
        del pdf.Root[key]
    _keep_only(pdf.Root.get("/Names"), {"/Dests"})
    for page in pdf.pages:
        _take_notes_off(page.obj)
    for part in pdf.objects:
        _strip(part, 0)
    for key in {"/Info", "/Metadata"} & set(pdf.trailer.keys()):
        del pdf.trailer[key]
    pdf.docinfo["/Title"] = title  # what a reader's window and a screen reader say
    out = io.BytesIO()
    pdf.save(out, linearize=True, encryption=False)
    return Cleaned(out.getvalue(), len(pdf.pages))


def _refuse(pdf: Pdf) -> None:
    if len(pdf.objects) > MOST_OBJECTS or not 0 < len(pdf.pages) <= MOST_PAGES:
        raise NotCleanable(TOO_LARGE)
    if "/Collection" in pdf.Root:
        raise NotCleanable(PORTFOLIO)
    form = pdf.Root.get("/AcroForm", Dictionary())
    if "/XFA" in form:
        raise NotCleanable(OLD_FORM)
    if int(form.get("/SigFlags", 0)) & 1 or "/Perms" in pdf.Root:
        raise NotCleanable(SIGNED)


def _take_notes_off(page: Any) -> None:
    """Comments, stamps and attachments; links and fields of forms stay."""
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        return
    kept = []
    for note in notes:  # type: ignore[attr-defined]
        if not isinstance(note, Dictionary):
            continue  # what it refers to is not there
        kind = str(note.get("/Subtype", ""))
        if kind == "/Redact":
            raise NotCleanable(UNREDACTED)
        if kind == "/Link":
            _lose(note, OF_AN_AUTHOR)
        if kind in ON_A_PAGE:
            kept.append(note)
    page["/Annots"] = Array(kept)


def _strip(part: Any, depth: int) -> None:
    """One part and what stands directly in it; what it refers to has its own turn."""
    if depth > DEEPEST:
        raise NotCleanable(DAMAGED)
    if isinstance(part, (Dictionary, pikepdf.Stream)):
        _lose(part, [key for key in part.keys() if _is_beside(key)])
        for key in ("/A", "/Next", "/PA"):
            if _is_forbidden(part.get(key)):
                del part[key]
        if isinstance(part, pikepdf.Stream):
            _bare_picture(part)
        children = [part.get(key) for key in part.keys()]
    elif isinstance(part, Array):
        children = list(part)  # type: ignore[call-overload]
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            _strip(child, depth + 1)


def _is_beside(key: str) -> bool:
    return key in BESIDE or key.startswith(("/PTEX", "/ADBE", "/AAPL"))


def _is_forbidden(action: Any) -> bool:
    """Scripts, programs, other files, forms that send themselves somewhere."""
    if not isinstance(action, Dictionary) or "/S" not in action:
        return False
    kind = str(action["/S"])  # type: ignore[index]
    if kind == "/URI":
        return not str(action.get("/URI", "")).lower().startswith(SCHEMES)
    return kind not in ACTIONS


def _bare_picture(stream: pikepdf.Stream) -> None:
    """A photograph inside has its own camera, place and time."""
    filters = stream.get("/Filter")
    names = (
        [str(each) for each in filters]
        if isinstance(filters, Array)
        else [str(filters)]
    )  # type: ignore[attr-defined]
    if names[-1:] not in (["/DCTDecode"], ["/JPXDecode"]):
        return
    if len(names) > 1:
        raise NotCleanable(DAMAGED)
    raw = stream.read_raw_bytes()
    stream.write(
        bare(raw),
        filter=Name(names[0]),
        decode_parms=stream.get("/DecodeParms"),  # type: ignore[arg-type]
    )


def _keep_only(part: Any, keys: set[str]) -> None:
    if isinstance(part, Dictionary):
        _lose(part, set(part.keys()) - keys)  # type: ignore[arg-type]


def _lose(part: Any, keys: Any) -> None:
    for key in keys:
        if key in part:
            del part[key]
