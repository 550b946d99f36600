"""The one way out for requests that a text chose: only to addresses of the open world.

The name is resolved, every address it has is checked, and the connection goes to the
very address that was checked, so that no second answer of a name server can lead it
into our own network.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Python calls them global: networks of one site (RFC 3879), relays and dummies
# (RFC 7526, 7600), and what only books have (RFC 9637).
NOT_OPEN = tuple(
    ipaddress.ip_network(each)
    for each in ("fec0::/10", "192.88.99.0/24", "192.0.0.0/24", "3fff::/20")
)
PORTS = frozenset({80, 443, 8080, 8443})


class NotPublic(Exception):
    """The name leads to an address of this machine, or of a network behind it."""


class OddPort(Exception):
    """Where no web server should be, a request may be an attack on something else."""


class TooLate(Exception):
    """The time for this look is over."""


def is_public(address: Address) -> bool:
    """Also judged: the address of version 4 that may be folded into one of 6."""
    inner = _folded(address)
    if inner is not None:
        return is_public(inner)
    if any(address in network for network in NOT_OPEN):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _folded(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo


@dataclass(frozen=True)
class Road:
    """Tests open it to this machine, by name; nothing else does."""

    allows: Callable[[Address], bool] = is_public
    ports: frozenset[int] = PORTS
    trusted: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def connect(self, host: str, port: int, until: float) -> socket.socket:
        """Raises NotPublic, OddPort, TooLate, or what the network raises.

        Asking for the name is the one step that only the resolver's own patience ends.
        """
        if port not in self.ports:
            raise OddPort(str(port))
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        if not all(self.allows(ipaddress.ip_address(at[4][0])) for at in found):
            raise NotPublic(host)
        refused: OSError | None = None
        for family, kind, protocol, _name, at in found:
            line = socket.socket(family, kind, protocol)
            try:
                line.settimeout(left(until))
                line.connect(at)
                return line
            except OSError as error:
                line.close()
                refused = error
        raise refused or OSError(host)

    @contextmanager
    def line(
        self, scheme: str, host: str, port: int | None, until: float
    ) -> Iterator[http.client.HTTPConnection]:
        """Cut at `until`, however slowly the other side goes on dripping bytes."""
        kind: type[_Open] = _Sealed if scheme == "https" else _Open
        line = kind(host, port)
        line.road, line.until = self, until
        alarm = threading.Timer(left(until), line.cut)
        alarm.daemon = True
        alarm.start()
        try:
            yield line
        finally:
            alarm.cancel()
            line.close()


def left(until: float) -> float:
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TooLate
    return seconds


class _Open(http.client.HTTPConnection):
    road: Road
    until: float

    def connect(self) -> None:
        self.sock = self.road.connect(self.host, self.port, self.until)
        self.sock.settimeout(left(self.until))

    def cut(self) -> None:
        """From another thread: whoever waits for bytes stops waiting."""
        if line := self.sock:
            try:
                # Not the TLS object's own, which another thread is using.
                socket.socket.shutdown(line, socket.SHUT_RDWR)
            except OSError:
                pass  # closed meanwhile


class _Sealed(_Open):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        self.sock = self.road.trusted.wrap_socket(self.sock, server_hostname=self.host)
