"""Asking a WSGI application as a server would, and reading what it says."""

import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import brotli
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from ijm.page_cache import PageCache

UNPACK = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@dataclass
class Said:
    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def text(self) -> str:
        return UNPACK[self.headers.get("Content-Encoding", "")](self.sent).decode()


def ask(application: Callable[..., Iterable[bytes]], address: str, **more: Any) -> Said:
    """GET `address`; `more` are names of the environ, `Host` the canonical one."""
    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "HTTP_HOST": "localhost:8000",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        **more,
    }
    heard: list[Any] = []
    with _connections_kept():
        body = application(environ, lambda *said: heard.extend(said))
        sent = b"".join(body)
        if close := getattr(body, "close", None):
            close()
    return Said(int(heard[0][:3]), dict(heard[1]), sent)


@contextmanager
def _connections_kept() -> Iterator[None]:
    """As Django's test client does: requests end inside the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def new_cache() -> PageCache:
    return PageCache(WSGIHandler())
