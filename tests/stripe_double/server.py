"""The HTTP of the double: keys of idempotency, faults, the API, Checkout's pages."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.stripe_double import intents, sessions
from tests.stripe_double.bodies import read
from tests.stripe_double.books import Books, Refusal
from tests.stripe_double.calls import call
from tests.stripe_double.faults import AFTER, ANSWERED, BEFORE, Fault, Faults
from tests.stripe_double.post import Post

SECRET_KEY = "sk_test_of_the_double_and_of_nothing_else"
Answer = tuple[int, Any]
BROKEN: Answer = (500, {"error": {"type": "api_error", "message": "Something broke."}})


class Dropped(Exception):
    """The connection ends without a word."""


class Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever was killed while we answered hears it no more: that is no fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class StripeDouble:
    def __init__(self, live: bool = False) -> None:
        self.books, self.faults = Books(live), Faults()
        self.post = Post(self.books)
        self.keys: dict[str, tuple[str, Answer]] = {}
        handler = type("Handler", (Handler,), {"double": self})
        self._server = Server(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.faults.hung.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def prune_keys(self) -> None:
        """A day and more has gone by: the keys protect nothing any more."""
        self.keys.clear()

    def answer(self, method: str, path: str, query: str, body: str, key: str) -> Answer:
        """One request of the API, with whatever goes wrong about it."""
        fault = self.faults.drawn(f"{method} {path}")
        if fault and fault.kind in BEFORE:
            self._break(fault)
            if method == "POST" and key and fault.kind == "500 before":
                self.keys.setdefault(key, (_fingerprint(path, body), BROKEN))
            return BROKEN
        if fault and fault.kind == "delay":
            self.faults.hung.wait(0.3)
        with self.books.lock:
            found = self._once(method, path, query, body, key)
            if fault and fault.kind == "500 after" and key:
                self.keys[key] = (self.keys[key][0], BROKEN)
        if fault and fault.kind in AFTER:
            self._break(fault)
            return BROKEN
        if fault and fault.kind == ANSWERED and fault.run:
            fault.run()
        return found

    def _break(self, fault: Fault) -> None:
        if fault.run:
            fault.run()
        if fault.kind == "hang after":
            self.faults.hung.wait(30)
        if not fault.kind.startswith("500"):
            raise Dropped

    def _once(self, method: str, path: str, query: str, body: str, key: str) -> Answer:
        """Under a known key the first answer again, also when that was an error."""
        if method != "POST" or not key:
            return self._do(method, path, read(query if method == "GET" else body))
        asked = _fingerprint(path, body)
        if key in self.keys:
            before, kept = self.keys[key]
            if before != asked:
                message = "Keys can only be used with the parameters first sent."
                error = {"type": "idempotency_error", "message": message}
                return 400, {"error": error}
            return kept
        found = self._do(method, path, read(body))
        self.keys[key] = (asked, found)
        return found

    def _do(self, method: str, path: str, params: Any) -> Answer:
        try:
            found = call(self.books, method, path, params)
        except Refusal as refusal:
            return refusal.status, {"error": refusal.error}
        return 200, json.loads(json.dumps(found).replace("{base}", self.url))

    def visit(self, path: str, form: dict[str, Any] | None) -> tuple[int, str]:
        """The pages of Stripe that a donor sees: (status, HTML or where to go)."""
        with self.books.lock:
            _empty, what, number = path.split("/")
            thing = self.books.find(number)
            if what == "pay":
                return self._authenticate(thing, form)
            if form is None and not sessions.is_approved(self.books, thing):
                return 200, sessions.page(thing)
            try:
                if form is None:
                    sessions.finish(self.books, thing)
                else:
                    sessions.pay(self.books, thing, sessions.known(form["card"]))
            except Refusal as refusal:
                return 200, sessions.page(thing, refusal.error["message"])
            if thing["status"] == "open":
                return 303, f"/pay/{thing['payment_intent']}"
            return 303, thing["success_url"].replace("{CHECKOUT_SESSION_ID}", number)

    def _authenticate(self, intent: Any, form: Any) -> tuple[int, str]:
        if form is None:
            title = "<!doctype html><html lang=en><title>Bank</title><h1>Your bank</h1>"
            return 200, f"{title}<form method=post><button>Approve</button></form>"
        back = intent["next_action"]["redirect_to_url"]["return_url"]
        intents.succeed(self.books, intent)
        return 303, back.replace("{base}", self.url)


class Handler(BaseHTTPRequestHandler):
    """What the wire says to `double`, of a class made for each."""

    double: StripeDouble
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._answer(self.rfile.read(length).decode())

    def _answer(self, body: str) -> None:
        asked = urlsplit(self.path)
        if not asked.path.startswith("/v1/"):
            form = read(body) if self.command == "POST" else None
            return self._page(*self.double.visit(asked.path, form))
        if self.headers.get("Authorization") != f"Bearer {SECRET_KEY}":
            error = {"type": "invalid_request_error", "message": "Wrong key."}
            return self._send(401, json.dumps({"error": error}))
        key = self.headers.get("Idempotency-Key", "")
        try:
            status, made = self.double.answer(
                self.command, asked.path, asked.query, body, key
            )
        except Dropped:
            self.close_connection = True
            return self.connection.close()
        self._send(status, json.dumps(made))

    def _page(self, status: int, made: str) -> None:
        if status == 303:
            return self._send(303, "", {"Location": made})
        self._send(status, made, {"Content-Type": "text/html; charset=utf-8"})

    def _send(
        self, status: int, body: str, headers: dict[str, str] | None = None
    ) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(data)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


def _fingerprint(path: str, body: str) -> str:
    return f"{path}?{body}"
