"""Asking the domain name system for TXT records: one question, one answer (RFC 1035).

The standard library asks for addresses only. EDNS (RFC 6891) lets a long key of DKIM
come in one datagram; a resolver that cuts its answer off is asked again over TCP.
"""

import secrets
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TXT, IN, OPT = 16, 1, 41
ROOM = 4096
NO_SUCH_NAME, CUT_OFF = 3, 0x0200
POINTER = 0xC0


class Offline(Exception):
    """No resolver answered in time."""


@dataclass(frozen=True)
class Resolver:
    server: str
    port: int = 53
    seconds: float = 3.0

    def texts(self, name: str) -> list[str]:
        """The TXT records of `name`; none if there is no such name. Raises Offline."""
        mark = secrets.token_bytes(2)
        question = _question(mark, name)
        try:
            answer = self._by_datagram(question)
            if struct.unpack(">H", answer[2:4])[0] & CUT_OFF:
                answer = self._by_stream(question)
            if answer[:2] != mark:
                raise Offline(f"{self.server} answers another question")
            return list(_texts(answer))
        except (OSError, struct.error, IndexError) as silence:
            raise Offline(f"{self.server}: {type(silence).__name__}") from silence

    def _by_datagram(self, question: bytes) -> bytes:
        family = socket.AF_INET6 if ":" in self.server else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.settimeout(self.seconds)
            asking.connect((self.server, self.port))
            asking.send(question)
            return asking.recv(ROOM)

    def _by_stream(self, question: bytes) -> bytes:
        to = (self.server, self.port)
        with socket.create_connection(to, timeout=self.seconds) as asking:
            asking.sendall(struct.pack(">H", len(question)) + question)
            with asking.makefile("rb") as answer:
                (size,) = struct.unpack(">H", answer.read(2))
                return answer.read(size)


def of_this_machine() -> Resolver:
    try:
        lines = Path("/etc/resolv.conf").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.split()[1] for line in lines if line.startswith("nameserver ")]
    return Resolver(named[0] if named else "127.0.0.1")


def _question(mark: bytes, name: str) -> bytes:
    header = mark + struct.pack(">HHHHH", 0x0100, 1, 0, 0, 1)
    labels = [part.encode("idna") for part in name.rstrip(".").split(".")]
    asked = b"".join(bytes([len(label)]) + label for label in labels) + b"\x00"
    edns = b"\x00" + struct.pack(">HHIH", OPT, ROOM, 0, 0)
    return header + asked + struct.pack(">HH", TXT, IN) + edns


def _texts(answer: bytes) -> Iterator[str]:
    _mark, flags, asked, found, _ns, _more = struct.unpack(">6H", answer[:12])
    if flags & 0x000F not in (0, NO_SUCH_NAME):
        raise Offline(f"the resolver failed ({flags & 0x000F})")
    at = 12
    for _each in range(asked):
        at = _after_name(answer, at) + 4
    for _each in range(found):
        at = _after_name(answer, at)
        kind, _class, _ttl, size = struct.unpack(">HHIH", answer[at : at + 10])
        at += 10
        if kind == TXT:
            yield _joined(answer[at : at + size])
        at += size


def _after_name(answer: bytes, at: int) -> int:
    while answer[at]:
        if answer[at] & POINTER == POINTER:
            return at + 2
        at += 1 + answer[at]
    return at + 1


def _joined(record: bytes) -> str:
    """A long text comes in pieces of 255 bytes, each after its length."""
    found, at = b"", 0
    while at < len(record):
        found += record[at + 1 : at + 1 + record[at]]
        at += 1 + record[at]
    return found.decode("utf-8", "replace")
