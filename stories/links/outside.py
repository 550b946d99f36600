"""One look at an address of somebody else: what it answers, and no more of it."""

import http.client
import socket
import ssl
import time
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from stories.links import inside
from stories.links.answer import Answer, Trouble
from stories.links.found import inside as path_of
from stories.links.road import NotPublic, OddPort, Road, TooLate

LONGEST = 5.0  # seconds, for all of one look
MOST_HOPS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ACCEPTED = "text/html,application/xhtml+xml,*/*;q=0.8"


def look(address: str, road: Road, whole: bool = False) -> Answer:
    """Asks for the head alone first; `whole` where that was no use the last time."""
    until = time.monotonic() + LONGEST
    if not whole:
        answer = _follow("HEAD", address, road, until)
        worth_more = answer.status not in (None, 429) or answer.trouble == "broken"
        if answer.is_well or not worth_more:
            return answer
    return _follow("GET", address, road, until)


def _follow(method: str, address: str, road: Road, until: float) -> Answer:
    for _hop in range(MOST_HOPS + 1):
        try:
            if path := path_of(address):
                return inside.look(path)
            status, onward = _ask(method, urlsplit(address), road, until)
        except Exception as error:  # noqa: BLE001 - sorted below, the rest goes on
            return Answer(trouble=_trouble(error, until))
        if status not in REDIRECTS or not onward:
            return Answer(status)
        address = iri_to_uri(urljoin(address, onward))
    return Answer(trouble=Trouble.CIRCLE)


def _ask(
    method: str, url: SplitResult, road: Road, until: float
) -> tuple[int, str | None]:
    """The status, and where it leads on."""
    if url.scheme not in ("http", "https") or not url.hostname or "@" in url.netloc:
        raise http.client.InvalidURL(url.geturl())
    host = url.hostname.encode("idna").decode("ascii")
    asked = (url.path or "/") + (f"?{url.query}" if url.query else "")
    with road.line(url.scheme, host, url.port, until) as line:
        line.request(method, asked, headers=_headers())
        answer = line.getresponse()
        return answer.status, answer.getheader("Location")


def _headers() -> dict[str, str]:
    """Whose machine it is stands in it, for somebody whom it bothers."""
    return {
        "User-Agent": f"LinkCheck/1.0 (+{settings.SITE_URL}/)",
        "Accept": ACCEPTED,
        "Connection": "close",
    }


def _trouble(error: Exception, until: float) -> Trouble:
    """Raises again what is no trouble of a network or an address."""
    if isinstance(error, socket.gaierror):
        ours = error.errno == socket.EAI_AGAIN
        return Trouble.UNKNOWN if ours else Trouble.NAME
    if isinstance(error, TooLate | TimeoutError) or time.monotonic() >= until:
        return Trouble.SILENT
    for kind, trouble in TROUBLES:
        if isinstance(error, kind):
            return trouble
    raise error


TROUBLES: tuple[tuple[type[Exception], Trouble], ...] = (
    (NotPublic, Trouble.PRIVATE),
    (OddPort, Trouble.UNTRIED),
    (ssl.SSLCertVerificationError, Trouble.CERTIFICATE),
    (http.client.InvalidURL, Trouble.MALFORMED),
    (ValueError, Trouble.MALFORMED),  # of a port, of a name in other letters
    (http.client.HTTPException, Trouble.BROKEN),
    (OSError, Trouble.BROKEN),
)
