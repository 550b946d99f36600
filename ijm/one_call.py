"""One HTTP call to an address of the settings; no redirect carries it elsewhere."""

from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> Request | None:
        return None  # then the answer counts as the error it is


def call(address: str, data: bytes | None, agent: str, seconds: float) -> bytes:
    """The beginning of a good answer. Raises OSError, as `HTTPError` with a code for

    any other one, HTTPException or ValueError. `data` is posted; None asks by GET.
    """
    opener = build_opener(_NoRedirect)
    opener.addheaders = [("User-Agent", agent)]
    with opener.open(address, data=data, timeout=seconds) as answer:
        return bytes(answer.read(100))
