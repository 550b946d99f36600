"""What makes a description of a photo doubtful. Doubts are told, never enforced.

Alt text that must be there is soon filled with junk (“IMG_2033”); what can be seen
in the words themselves is said at once, while the picture is still before one's eyes.
"""

import re
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.models import Photo

LONG = 150
FILE_ENDING = re.compile(r"\.(?:jpe?g|png|webp|avif|hei[cf]|gif|tiff?|bmp)\b", re.I)
FILE_NAME = re.compile(
    r"(?:img|dsc[nf_]?|pxl|mvimg|dji|gopr|p\d|wa|scan|screenshot|whatsapp image|photo|"
    r"image|picture|untitled)(?:[\d\s_.:()-]|at\b|wa(?=\d))*",
    re.I,
)
NUMBERS = re.compile(r"[\w-]*\d{4,}[\w-]*")
ANNOUNCED = re.compile(r"(?:an? |the )?(?:photo|photograph|image|picture) of\b", re.I)

LIKE_A_FILE = _("What it shows reads like the name of a file.")
SAME_AS_CAPTION = _(
    "What it shows repeats the caption: a screen reader says it twice. Say what the "
    "caption leaves out, or mark the photo as decorative."
)
TOO_LONG = _(
    "What it shows has more than 150 letters. One sentence is heard to its end; the "
    "rest may go into the caption."
)
NEEDLESS = _("“Photo of” can go: a screen reader says that it is a picture.")


def doubts(photo: Photo) -> Iterator[str | Promise]:
    """Sentences for the person who described it."""
    alt = photo.alt.strip()
    if not alt:
        return
    if _is_like_a_file(alt):
        yield LIKE_A_FILE
    if _folded(alt) == _folded(photo.caption):
        yield SAME_AS_CAPTION
    if len(alt) > LONG:
        yield TOO_LONG
    if ANNOUNCED.match(alt):
        yield NEEDLESS


def _is_like_a_file(alt: str) -> bool:
    one_word = FILE_NAME.fullmatch(alt) or NUMBERS.fullmatch(alt)
    return bool(one_word or FILE_ENDING.search(alt))


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
