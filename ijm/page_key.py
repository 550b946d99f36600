"""Which stored page a request asks for, and what of its query the view may see.

Three kinds of parameter. *Listed* ones choose the page and are in its key. *Noise* is
what mailers and networks hang on to links; it is gone before a view can see it. Of
anything *else* we cannot tell what a view would do with it: a stored page may answer
such a request, but what is rendered for it is never stored. So a stored page is a
function of its key, and no query can put words into what the next visitor gets.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

LISTED = frozenset({"page", "place", "q", "topic", "year"})
NOISE = frozenset(
    "_ga dclid fbclid gad_source gbraid gclid igshid li_fat_id mc_cid mc_eid msclkid "
    "mtm_campaign s_cid srsltid ttclid twclid wbraid yclid".split()
)
OLD_NUMBER = re.compile(r"(?:\A|&)(?:p|page_id|attachment_id)=\d")
# Longer than any address of ours; keeps what a stranger can make us remember small.
LONGEST = 512


class Asked(NamedTuple):
    path: str
    query: str
    fills: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.path, self.query


def asked_for(path: str, query: str) -> Asked | None:
    """The page asked for; None when the address is too long to be one of ours.

    Nor is `/?p=123`, by which an older site knew its pages.
    """
    if len(path) + len(query) > LONGEST or (path == "/" and OLD_NUMBER.search(query)):
        return None
    return _read(path, query) if query else Asked(path, "", True)


@lru_cache(maxsize=1024)
def _read(path: str, query: str) -> Asked:
    pairs = [
        pair for pair in parse_qsl(query, keep_blank_values=True) if not noise(pair[0])
    ]
    # Sorting is stable: of `topic=a&topic=b` the view's last value stays the last.
    listed = sorted((pair for pair in pairs if pair[0] in LISTED), key=lambda p: p[0])
    return Asked(path, urlencode(listed), fills=len(listed) == len(pairs))


def noise(name: str) -> bool:
    return name in NOISE or name.startswith("utm_")
