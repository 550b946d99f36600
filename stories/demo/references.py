"""The demo's bodies name things by key: `<figure data-gallery="waiting-room side-gate">`.

They are written before there are numbers; here each key gets its own.
"""

import re
from collections.abc import Mapping

from stories.body import ENCLOSURES, KINDS, PICTURES, Reference

KEYED = re.compile(
    rf'<figure data-({"|".join(KINDS)})="([a-z0-9-]+(?: [a-z0-9-]+)*)"></figure>'
)
Numbers = Mapping[str, int]


def numbered(html: str, photos: Numbers, figures: Numbers, enclosures: Numbers) -> str:
    """The body with numbers; a key that nothing has stands for nothing."""
    of = {
        **dict.fromkeys(PICTURES, photos),
        **dict.fromkeys(ENCLOSURES, enclosures),
        "figures": figures,
    }

    def named(found: re.Match[str]) -> str:
        numbers = of[found[1]]
        ids = tuple(numbers[key] for key in found[2].split() if key in numbers)
        return str(Reference(found[1], ids)) if ids else ""

    return KEYED.sub(named, html)


def keys_in(html: str, *kinds: str) -> list[str]:
    """What a body names of these kinds, each once."""
    found = (each[2].split() for each in KEYED.finditer(html) if each[1] in kinds)
    return list(dict.fromkeys(key for keys in found for key in keys))
