"""This very site on a port of its own, in TLS where a context is given.

It answers in this process, so settings of a test hold in it. For requests that ask no
database.
"""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import WSGIServer
from django.test.testcases import QuietWSGIRequestHandler


@contextmanager
def own_house(sealed: ssl.SSLContext | None = None) -> Iterator[int]:
    """Its port, on 127.0.0.1."""
    server = WSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(WSGIHandler())
    if sealed:
        server.socket = sealed.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
