"""What a character counts as when names are compared: its accents, its look-alikes.

Changing anything here makes the hashes of names typed before match nothing: count
`FOLDING` up, and the desk asks for those names again.
"""

import unicodedata
from functools import cache

FOLDING = 1

# Letters that decomposing leaves whole, and those drawn like a Latin one.
ALIKE = str.maketrans(
    {
        **dict(zip("øłđħıŧðŋſəɑɡ", "oldhitdnseag", strict=True)),
        **{"æ": "ae", "œ": "oe", "þ": "th"},
        # Cyrillic, then Greek
        **dict(zip("авеіјкмнорстухһԁԛѕԝьг", "abeijkmhopctyxhdqswbr", strict=True)),
        **dict(zip("αβεικνορτυχωϲϳ", "abeikvoptyxwcj", strict=True)),
        # Arabic as it is typed in Persian and Urdu, and letters that are mixed up
        **dict(zip("کیىےہة", "كيييهه", strict=True)),
    }
)
# Between two letters a digit stands for the letter it looks like.
DRESSED = dict(zip("013457", "oieast", strict=True))
# Marks that are spelling, not accents: Indic, Thai, Lao, Tibetan, Burmese, Khmer, kana.
SPELLING = ((0x0900, 0x109F), (0x1700, 0x17FF), (0x1A00, 0x1AAF), (0x3099, 0x309A))
# Written without spaces, or with endings that cling to a name (Korean).
UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x0F00, 0x109F),  # Tibetan, Burmese
    (0x1100, 0x11FF),  # Hangul, decomposed
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # parts of Han characters
    (0x3005, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Han
    (0x20000, 0x323AF),
)
# Arabic and Hebrew write “and”, “by”, “to”, “like”, “from” onto the word that follows.
CLINGING = frozenset("وفبلكובלכמהש")
STRETCH = "\u0640"  # draws an Arabic word out
BLANKS = "\u115f\u1160\u3164\uffa0\u17b4\u17b5"  # letters that show nothing
APOSTROPHES = (0x02B9, 0x02C1)  # letters by their category, quotes by their use


@cache
def folded(character: str) -> str:
    """The letters and digits it counts as; "" for what separates, hides or accents."""
    if is_hidden(character):
        return ""
    plain = unicodedata.normalize("NFKD", character).casefold()
    plain = unicodedata.normalize("NFKD", plain).translate(ALIKE)
    return "".join(_digit(each) for each in plain if _counts(each))


@cache
def is_hidden(character: str) -> bool:
    """Accents, soft hyphens, joiners, marks of direction: they part no word."""
    kind = unicodedata.category(character)
    if kind in ("Mn", "Me") and character not in BLANKS:
        return not _within(character, SPELLING)
    return kind == "Cf" or character in BLANKS or character == STRETCH


@cache
def is_unspaced(letter: str) -> bool:
    """Of a script in which words are not parted, asked of a folded letter."""
    return _within(letter, UNSPACED)


@cache
def is_sign(letter: str) -> bool:
    """A vowel sign or the like, which belongs to the letter before it."""
    return unicodedata.category(letter) in ("Mn", "Mc")


def _counts(character: str) -> bool:
    kind = unicodedata.category(character)
    if kind == "Mn":
        return _within(character, SPELLING)
    return (kind[0] in "LN" or kind == "Mc") and not _within(character, (APOSTROPHES,))


def _digit(character: str) -> str:
    """Those of every script as 0–9."""
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in ranges)
