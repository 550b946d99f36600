"""Says of every answer who may keep it, and tells the page cache what may be shared.

A view need not know: what it answers to a stranger is public for a second unless the
view says `Cache-Control` itself (`@never_cache`), sets a cookie, looks into the session
or varies by something other than the encoding. `response.public_until`, an aware
datetime, caps the life of a stored page.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse

from ijm import generation

Answer = Callable[[HttpRequest], HttpResponse]
SLIP = "ijm.page_slip"
SHARED = "public, max-age=0, s-maxage=1"
OURS_ALONE = "private, no-store"
# 404 and redirects are public but not stored: a stranger can make any number of them.
# 410 is stored: there are as many as stories that ended, and then the crowd comes.
PUBLIC = {200, 301, 404, 410}
STORED = {200, 410}
LARGEST = 2 * 2**20


class Slip:
    """Travels with a request through Django; says whether its answer may be kept."""

    may_be_shared = False
    generation: int
    read_at: float
    public_until: datetime | None = None

    def read_generation(self) -> None:
        """Before anything else of the page is read, on the same connection."""
        self.read_at = time.monotonic()
        self.generation = generation.of_this_page()


def is_personal(environ: dict[str, Any]) -> bool:
    """Does the request say who asks? Cookies of strangers, like trackers', do not."""
    if "HTTP_AUTHORIZATION" in environ:
        return True
    cookies: str = environ.get("HTTP_COOKIE", "")
    return cookies != "" and (
        settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies
    )


def Sharing(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return judged(request, get_response(request))
        with generation.read_once():
            slip: Slip | None = request.META.get(SLIP)
            try:
                if slip:
                    slip.read_generation()
            except Error:  # the view may do without a database; its page is not kept
                slip = None
            return judged(request, get_response(request), slip)

    return answer


def judged(
    request: HttpRequest, response: HttpResponse, slip: Slip | None = None
) -> HttpResponse:
    """The answer with a word on who may keep it, where its view had none."""
    if "Cache-Control" not in response:
        shared = may_be_shared(request, response)
        response["Cache-Control"] = SHARED if shared else OURS_ALONE
        if slip and shared:
            slip.may_be_shared = may_be_stored(response)
            slip.public_until = getattr(response, "public_until", None)
    return response


def may_be_shared(request: HttpRequest, response: HttpResponse) -> bool:
    session = getattr(request, "session", None)
    vary = {each.strip().lower() for each in response.get("Vary", "").split(",")}
    return (
        request.method in ("GET", "HEAD")
        and response.status_code in PUBLIC
        and not response.streaming
        and not response.cookies
        and not (session is not None and session.accessed)
        and not is_personal(request.META)
        and vary <= {"", "accept-encoding"}
    )


def may_be_stored(response: HttpResponse) -> bool:
    return (
        response.status_code in STORED
        and "Content-Encoding" not in response
        and len(response.content) <= LARGEST
    )
