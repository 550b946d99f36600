"""A word that stands for a person, and every spelling in which it could be left."""

import base64
import json
import quopri
from collections.abc import Iterable, Iterator
from urllib.parse import quote

SOFT_BREAKS = (b"=\r\n", b"=\n")


def spellings(word: str) -> set[bytes]:
    """As it is, in either case, and as mail, addresses, bytea and IDNA write it."""
    found: set[bytes] = set()
    for each in {word, word.upper(), word.lower(), word.title()}:
        raw = each.encode()
        found |= {
            raw,
            quopri.encodestring(raw).strip(),
            quote(each).encode(),
            quote(each, safe="").lower().encode(),
            raw.hex().encode(),
            raw.hex().upper().encode(),
            each.encode("utf-16-le"),
            json.dumps(each).strip('"').encode(),
            *_base64(raw),
        }
        if not each.isascii():
            found.add(each.encode("idna"))
    return found


def sightings(words: Iterable[str], kept: dict[str, bytes]) -> Iterator[str]:
    """“Where: which word”, for each place whose bytes hold a spelling of one."""
    wanted = {word: spellings(word) for word in words}
    for place, content in kept.items():
        for soft in SOFT_BREAKS:
            content = content.replace(soft, b"")
        for word, forms in wanted.items():
            if any(form in content for form in forms):
                yield f"{place}: {word}"


def _base64(raw: bytes) -> Iterator[bytes]:
    """Wherever in a longer text it begins; letters that its neighbours share cut."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + raw)
        first = -(-8 * before // 6)
        last = (before + len(raw)) * 8 // 6
        yield whole[first:last]
        yield base64.urlsafe_b64encode(b"\0" * before + raw)[first:last]
