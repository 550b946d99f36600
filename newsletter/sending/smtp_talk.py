"""One SMTP connection as a state machine: parcels in, outcomes out.

Commands of a mail are pipelined where the server offers it (RFC 2920). The moment of
truth is `_send_content`: before it a broken connection sent nothing, after it nobody
can know (RFC 1047). Knows no database and no Django.
"""

import asyncio
import base64
import ssl
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from ijm.transports import SmtpServer
from newsletter.sending.outcome import LONGEST_NOTE, Outcome, What, judge
from newsletter.sending.road import Parcel

STEP = 20.0  # seconds for each answer before the content
AFTER_CONTENT = 40.0  # a lease is longer than this; a shorter wait makes more unknown
Reply = tuple[int, str]


class Clerk(Protocol):
    """Who hands out parcels and takes outcomes: the road."""

    def next_parcel(self) -> Parcel | None: ...

    def note(self, outcome: Outcome) -> None: ...

    def lost(self, talk: "SmtpTalk", why: str) -> None: ...


class SmtpTalk(asyncio.Protocol):
    def __init__(self, server: SmtpServer, sender: str, clerk: Clerk) -> None:
        self.server, self.sender, self.clerk = server, sender, clerk
        self.parcel: Parcel | None = None
        self.is_ready = self.is_closed = False
        self._transport: asyncio.Transport | None = None
        self._expect: Callable[[Reply], None] = self._greeted
        self._waiting_since = monotonic()
        self._patience = STEP
        self._buffer = bytearray()
        self._lines: list[str] = []
        self._extensions: set[str] = set()
        self._is_secure = server.security == "tls"
        self._refusal: tuple[What, str] | None = None
        self._content_left = False

    # asyncio's names
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def connection_lost(self, _error: Exception | None) -> None:
        self._fall("the server closed the connection")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while not self.is_closed and (end := self._buffer.find(b"\n")) >= 0:
            line = self._buffer[:end].decode("utf-8", "replace").rstrip("\r")
            del self._buffer[: end + 1]
            self._lines.append(line)
            if line[3:4] != "-":
                self._answered()

    def begin(self) -> None:
        """Take the next parcel, if the talk is ready and there is one."""
        if not self.is_ready or self.parcel or self.is_closed:
            return
        self.parcel = self.clerk.next_parcel()
        if self.parcel is None:
            return
        self._refusal, self._content_left = None, False
        commands = [
            f"MAIL FROM:<{self.sender}>",
            f"RCPT TO:<{self.parcel.recipient}>",
            "DATA",
        ]
        if "PIPELINING" in self._extensions:
            self._say("\r\n".join(commands), self._sender_taken)
        else:
            self._say(commands[0], self._sender_taken)

    def look(self, now: float) -> None:
        """A server that keeps silent too long is left."""
        busy = self.parcel is not None or not self.is_ready
        if busy and not self.is_closed and now - self._waiting_since > self._patience:
            self._fall("the server did not answer")

    def quit(self) -> None:
        """Say goodbye; only without a parcel under way."""
        self.is_closed, self.is_ready = True, False
        if self._transport:
            self._transport.write(b"QUIT\r\n")
            self._transport.close()

    # the conversation, in its order
    def _greeted(self, reply: Reply) -> None:
        if reply[0] != 220:
            return self._refused(reply)
        self._say("EHLO [127.0.0.1]", self._introduced)

    def _introduced(self, reply: Reply) -> None:
        if reply[0] != 250:
            return self._refused(reply)
        self._extensions = {word.upper() for word in reply[1].split()}
        if self.server.security == "starttls" and not self._is_secure:
            return self._say("STARTTLS", self._may_secure)
        if self.server.user:
            secret = f"\0{self.server.user}\0{self.server.password}".encode()
            plain = base64.b64encode(secret).decode()
            return self._say(f"AUTH PLAIN {plain}", self._signed_in)
        self._be_ready()

    def _may_secure(self, reply: Reply) -> None:
        if reply[0] != 220:
            return self._refused(reply)
        asyncio.ensure_future(self._secure())

    async def _secure(self) -> None:
        loop = asyncio.get_running_loop()
        context = ssl.create_default_context()
        try:
            self._transport = await loop.start_tls(  # type: ignore[assignment]
                self._transport,  # type: ignore[arg-type]
                self,
                context,
                server_hostname=self.server.host,
            )
        except (OSError, ssl.SSLError) as failed:
            return self._fall(f"TLS failed ({type(failed).__name__})")
        self._is_secure = True
        self._say("EHLO [127.0.0.1]", self._introduced)

    def _signed_in(self, reply: Reply) -> None:
        self._be_ready() if reply[0] == 235 else self._refused(reply)

    def _be_ready(self) -> None:
        self.is_ready = True
        self.begin()

    def _sender_taken(self, reply: Reply) -> None:
        if reply[0] >= 400:
            self._refusal = judge(*reply, of_recipient=False)
        assert self.parcel
        self._go_on(f"RCPT TO:<{self.parcel.recipient}>", self._recipient_taken)

    def _recipient_taken(self, reply: Reply) -> None:
        if reply[0] >= 400 and not self._refusal:
            self._refusal = judge(*reply, of_recipient=True)
        self._go_on("DATA", self._may_send)

    def _may_send(self, reply: Reply) -> None:
        if reply[0] == 354 and not self._refusal:
            return self._send_content()
        if reply[0] == 354:  # RFC 2920 3.1: the end of no message, to be refused
            return self._say(".", self._nothing_sent)
        self._conclude(*(self._refusal or judge(*reply, of_recipient=False)))

    def _nothing_sent(self, _reply: Reply) -> None:
        assert self._refusal
        self._conclude(*self._refusal)

    def _send_content(self) -> None:
        assert self.parcel
        self._content_left = True
        self._write(self.parcel.content + b".\r\n")
        self._wait_for(self._content_taken, AFTER_CONTENT)

    def _content_taken(self, reply: Reply) -> None:
        code, words = reply
        if code < 300:
            return self._conclude(What.ACCEPTED, f"{code} {words}"[:LONGEST_NOTE])
        self._conclude(*judge(code, words, of_recipient=False))

    # underneath
    def _go_on(self, command: str, expect: Callable[[Reply], None]) -> None:
        """The next answer is under way already, or must be asked for."""
        if "PIPELINING" in self._extensions:
            self._wait_for(expect, STEP)
        elif self._refusal:
            self._say("RSET", self._nothing_sent)
        else:
            self._say(command, expect)

    def _conclude(self, what: What, note: str) -> None:
        parcel, self.parcel = self.parcel, None
        assert parcel
        self.clerk.note(Outcome(parcel.delivery, what, note))
        if what is What.OUR_FAULT:
            return self._fall(note)
        self.begin()

    def _refused(self, reply: Reply) -> None:
        self._fall(f"{reply[0]} {reply[1]}")

    def _fall(self, why: str) -> None:
        """The connection is over; its parcel was not begun, or nobody knows."""
        if self.is_closed:
            return
        self.is_closed, self.is_ready = True, False
        parcel, self.parcel = self.parcel, None
        if self._transport:
            self._transport.abort()
        if parcel:
            what = What.UNKNOWN if self._content_left else What.NOT_BEGUN
            self.clerk.note(Outcome(parcel.delivery, what, why[:LONGEST_NOTE]))
        self.clerk.lost(self, why)

    def _answered(self) -> None:
        lines, self._lines = self._lines, []
        if not lines[-1][:3].isdigit():
            return self._fall("the server's answer is not SMTP")
        if self.is_ready and not self.parcel:
            return self._fall(lines[-1])  # 421: it ends what nobody began
        words = " ".join(line[4:] for line in lines)
        self._waiting_since = monotonic()
        self._expect((int(lines[-1][:3]), words))

    def _say(self, command: str, expect: Callable[[Reply], None]) -> None:
        self._write(f"{command}\r\n".encode())
        self._wait_for(expect, STEP)

    def _write(self, data: bytes) -> None:
        assert self._transport
        self._transport.write(data)

    def _wait_for(self, expect: Callable[[Reply], None], patience: float) -> None:
        self._expect, self._patience = expect, patience
        self._waiting_since = monotonic()
