"""Text that people typed, as it can stand on paper: no emoji, no controls."""

import unicodedata

JOINERS = "\u200c\u200d"  # Khmer, Hindi and Persian are misspelt without them
PICTURES = 0x2190  # arrows and what comes after; below stand ° and ®
NEVER = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Me"}
MOST_LINES, MOST_LETTERS = 8, 90


def line(text: str) -> str:
    """One line of it, in composed form."""
    whole = "".join(
        letter if _stands(letter) else (" " if letter.isspace() else "")
        for letter in unicodedata.normalize("NFC", text)
    )
    words = (word.strip(JOINERS) for word in whole.split())
    return " ".join(word for word in words if word)


def lines(text: str) -> list[str]:
    """An address: as many lines as fit on an envelope."""
    found = [line(each)[:MOST_LETTERS] for each in text.splitlines()]
    return [each for each in found if each][:MOST_LINES]


def _stands(letter: str) -> bool:
    kind, point = unicodedata.category(letter), ord(letter)
    if letter in JOINERS:
        return True
    if kind in NEVER or 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF:
        return False
    return not (kind in {"So", "Sk"} and point >= PICTURES)
