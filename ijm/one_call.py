"""One HTTP call to an address of the settings; no redirect carries it elsewhere."""

from collections.abc import Sequence
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> Request | None:
        return None  # then the answer counts as the error it is


def call(
    address: str,
    data: bytes | None,
    agent: str,
    seconds: float,
    headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The beginning of a good answer. Raises OSError, as `HTTPError` with a code for

    any other one, HTTPException or ValueError. `data` is posted; None asks by GET.
    """
    opener = build_opener(_NoRedirect)
    opener.addheaders = []
    request = Request(address, data, {"User-Agent": agent, **dict(headers)})  # noqa: S310 - of our settings
    with opener.open(request, timeout=seconds) as answer:
        return bytes(answer.read(100))
