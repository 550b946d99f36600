"""A site of somebody else, on this machine, that answers as it is told to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from stories.links.road import Address, Road

Reply = Callable[["Elsewhere", Any], None]


class Elsewhere:
    """`answers["/path"]` is a status, a place to be sent to, or a function."""

    def __init__(self) -> None:
        self.answers: dict[str, int | str | Reply] = {}
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.closing = threading.Event()
        self.port = 0

    def at(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def road(self, *hosts: str, **more: Any) -> Road:
        """On which this machine may be reached, by these of its addresses."""
        open_to = hosts or ("127.0.0.1",)

        def allows(address: Address) -> bool:
            return str(address) in open_to

        return Road(allows=allows, ports=frozenset({self.port}), **more)


@contextmanager
def somebody(sealed: Any = None) -> Iterator[Elsewhere]:
    """`sealed` is the TLS context of a site that has one."""
    site = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            site.asked.append((self.command, self.path))
            site.agents.add(self.headers["User-Agent"])
            told = site.answers.get(self.path, 200)
            if callable(told):
                return told(site, self)
            self.send_response(302 if isinstance(told, str) else told)
            if isinstance(told, str):
                self.send_header("Location", told)
            self.send_header("Content-Length", "0")
            return self.end_headers()

        do_GET = do_HEAD = do_POST = answer

        def log_message(self, *args: Any) -> None: ...

    server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)  # noqa: S104 - for tests
    server.daemon_threads = True
    if sealed:
        server.socket = sealed.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()


def only_get(status: int) -> Reply:
    """As many servers do, it knows nothing of HEAD."""

    def reply(site: Elsewhere, handler: Any) -> None:
        handler.send_response(status if handler.command == "HEAD" else 200)
        handler.end_headers()

    return reply


def drip(site: Elsewhere, handler: Any) -> None:
    """A byte now and then, so that no single wait is ever long."""
    while not site.closing.wait(0.05):
        try:
            handler.wfile.write(b"x")
        except OSError:
            return


def raw(said: bytes) -> Reply:
    """These very bytes, and no more."""

    def reply(_site: Elsewhere, wire: Any) -> None:
        wire.wfile.write(said)
        wire.close_connection = True

    return reply
