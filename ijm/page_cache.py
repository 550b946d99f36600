"""The page cache in front of Django's request cycle (DESIGN §7).

Knows addresses, headers and bytes; what may be shared, and until when, is judged by
`ijm.middleware.sharing`, which writes it on the slip that travels with the request.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from ijm.cached_page import CachedPage, Headers
from ijm.generation import Watch
from ijm.middleware.proxies import Trust
from ijm.middleware.sharing import SLIP, Slip, is_personal
from ijm.page_key import Asked, asked_for
from ijm.page_shelf import PageShelf, Turns

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
LIFE = 60.0


class PageCache:
    def __init__(self, application: Application) -> None:
        self.application = application
        self.host = settings.CANONICAL_HOST
        self.trust = Trust.in_proxies_of_settings()
        self.elsewhere = (
            settings.STATIC_URL,
            settings.MEDIA_URL,
            "/admin/",
            "/healthz",
            "/readyz",
        )
        self._begin()
        # A server that loads us and forks then must not share locks held, or pages.
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self.pages = PageShelf(settings.PAGE_CACHE_MB * 2**20)
        self.turns = Turns()
        self.watch = Watch(settings.PAGE_CACHE_CHECK_MS / 1000)

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        asked = self._asked(environ)
        if asked is None:
            return self.application(environ, start_response)
        if page := self._stored(asked):
            return page.answer(environ, start_response)
        if not asked.fills:
            return self.application(environ, start_response)
        with self.turns.taken(asked.key) as is_mine:
            if not is_mine and (page := self._stored(asked)):
                return page.answer(environ, start_response)
            return self._rendered(asked, environ, start_response)

    def _asked(self, environ: Environ) -> Asked | None:
        """The page this request may share with others; None sends it to Django."""
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or environ.get("HTTP_HOST") != self.host
            or is_personal(environ)
            or not self.pages.room
        ):
            return None
        if settings.HTTPS and self.trust.scheme_of(environ) != "https":
            return None
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        if path.startswith(self.elsewhere):
            return None
        return asked_for(path, environ.get("QUERY_STRING", ""))

    def _stored(self, asked: Asked) -> CachedPage | None:
        page = self.pages.find(asked.key)
        if page and page.is_alive() and page.generation == self.watch.number():
            return page
        return None

    def _rendered(
        self, asked: Asked, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Django's answer, kept if it may be shared.

        HEAD is asked as GET, so that both say the same of the page; the copy of
        `environ` keeps that from the server, which writes its log from the original.
        """
        slip, said = Slip(), Said()
        asking = {
            **environ,
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": asked.query,
            SLIP: slip,
        }
        body = self.application(asking, said)
        if not slip.may_be_shared:
            start_response(said.status, said.headers)
            return _closed(body) if environ["REQUEST_METHOD"] == "HEAD" else body
        page = CachedPage.of(
            said.status,
            said.headers,
            b"".join(_closing(body)),
            generation=slip.generation,
            read_at=slip.read_at,
            life=LIFE,
            public_until=slip.public_until,
        )
        self.watch.note(slip.generation, slip.read_at)
        self.pages.put(asked.key, page)
        return page.answer(environ, start_response)


class Said:
    """Stands in for the server's start_response until we know what to tell it."""

    status: str
    headers: Headers

    def __call__(
        self, status: str, headers: Headers, exc_info: object = None
    ) -> Callable[[bytes], None]:
        self.status, self.headers = status, list(headers)
        return self._no_writing

    def _no_writing(self, _data: bytes) -> None:
        raise NotImplementedError("Django answers with an iterable.")


def _closing(body: Iterable[bytes]) -> Iterable[bytes]:
    try:
        yield from body
    finally:
        if close := getattr(body, "close", None):
            close()


def _closed(body: Iterable[bytes]) -> list[bytes]:
    if close := getattr(body, "close", None):
        close()
    return []
