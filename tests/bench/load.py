"""Loading a server over loopback: with wrk where it is installed, else by ourselves.

Our own client costs about as much processor as a fast server, so its requests per
second say little of one; the server's processor time per request says it all the same.
"""

import multiprocessing
import re
import selectors
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

WRK = shutil.which("wrk")
CONNECTIONS = 16
WAIT = 2.0
ACCEPT = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@dataclass(frozen=True)
class Sample:
    per_second: float
    cpu_each: float


def sample(
    host: str, port: int, path: str, seconds: float, cpu: Callable[[], float]
) -> Sample:
    """Requests per second, and the server's processor seconds for each."""
    count = _count_with_wrk if WRK else _count_ourselves
    count(host, port, path, 0.5)
    spent, began = cpu(), time.monotonic()
    answered = count(host, port, path, seconds)
    took = time.monotonic() - began
    if not answered:
        raise RuntimeError(f"Nothing answered at {host}:{port}{path}.")
    return Sample(answered / took, (cpu() - spent) / answered)


def _count_with_wrk(host: str, port: int, path: str, seconds: float) -> int:
    headers = [word for each in ACCEPT.items() for word in ("-H", ": ".join(each))]
    said = subprocess.run(
        [
            *(str(WRK), "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s"),
            *(*headers, f"http://{host}:{port}{path}"),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 30,
    ).stdout
    if wrong := re.search(r"Non-2xx or 3xx responses: (\d+)", said):
        raise RuntimeError(f"{wrong[1]} answers were errors at {path}.")
    found = re.search(r"(\d+) requests in", said)
    return int(found[1]) if found else 0


def _count_ourselves(host: str, port: int, path: str, seconds: float) -> int:
    with multiprocessing.get_context("fork").Pool(2) as pool:
        asked = [(host, port, path, seconds, CONNECTIONS // 2)] * 2
        return sum(pool.starmap(_visit, asked))


def _visit(host: str, port: int, path: str, seconds: float, connections: int) -> int:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{port}"]
    lines += [f"{name}: {value}" for name, value in ACCEPT.items()]
    question = ("\r\n".join(lines) + "\r\n\r\n").encode()
    selector, answered = selectors.DefaultSelector(), 0
    for _ in range(connections):
        Visitor(host, port, question).join(selector)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for key, _events in selector.select(WAIT):
            answered += key.data.listen(selector)
    for key in list(selector.get_map().values()):
        key.data.line.close()
    return answered


@dataclass
class Visitor:
    """One connection: asks, reads to the end of the answer, asks again."""

    host: str
    port: int
    question: bytes
    heard: bytes = b""
    line: socket.socket = field(init=False)

    def join(self, selector: selectors.BaseSelector) -> None:
        self.line = socket.create_connection((self.host, self.port), WAIT)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.line.sendall(self.question)
        selector.register(self.line, selectors.EVENT_READ, self)

    def listen(self, selector: selectors.BaseSelector) -> int:
        got = self.line.recv(262_144)
        self.heard += got
        head, complete = self._heard_out(closed=not got)
        if not complete:
            return 0
        if not head.startswith((b"http/1.1 200", b"http/1.0 200")):
            raise RuntimeError(f"An error was answered: {head[:40]!r}.")
        self.heard = b""
        if not got or b"connection: close" in head:
            selector.unregister(self.line)
            self.line.close()
            self.join(selector)
        else:
            self.line.sendall(self.question)
        return 1

    def _heard_out(self, closed: bool) -> tuple[bytes, bool]:
        head, end, body = self.heard.partition(b"\r\n\r\n")
        head = head.lower()
        length = re.search(rb"content-length: (\d+)", head)
        if length:
            return head, bool(end) and len(body) >= int(length[1])
        return head, bool(end) and (closed or body.endswith(b"0\r\n\r\n"))
