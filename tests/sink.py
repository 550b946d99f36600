"""A mail server that takes everything as fast as it comes, and counts it.

`python -m tests.sink FILE`: prints its port, then appends one line for each mail that
it accepted: the recipient. A protocol of its own, since aiosmtpd is slower than what
is measured. It may be told to misbehave: see `Behaviour`.
"""

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

GREETING = b"220 sink ESMTP\r\n"
HELLO = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 35882577\r\n"


@dataclass
class Behaviour:
    """What goes wrong, by recipient. Answers are whole lines without the end."""

    hello: bytes = HELLO
    greeting: bytes = GREETING
    refuse: dict[str, str] = field(default_factory=dict)
    refuse_content: dict[str, str] = field(default_factory=dict)
    # Where the connection ends for these recipients: content is taken in, or not.
    drop_at_recipient: set[str] = field(default_factory=set)
    drop_before_dot: set[str] = field(default_factory=set)
    drop_after_dot: set[str] = field(default_factory=set)
    stall: set[str] = field(default_factory=set)
    after: Callable[[str], None] = lambda _recipient: None


class Sink(asyncio.Protocol):
    def __init__(
        self, behaviour: Behaviour, accept: Callable[[str, bytes], None]
    ) -> None:
        self.behaviour, self.accept = behaviour, accept
        self.buffer = bytearray()
        self.in_content = False
        self.recipient = ""
        self.refused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.transport.write(self.behaviour.greeting)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (
            self.in_content and self._content() or not self.in_content and self._line()
        ):
            pass

    def _content(self) -> bool:
        if self.recipient in self.behaviour.drop_before_dot and self.buffer:
            self.transport.abort()
            return False
        end = self.buffer.find(b"\r\n.\r\n")
        if end < 0:
            return False
        content = bytes(self.buffer[: end + 2])
        del self.buffer[: end + 5]
        self.in_content = False
        self._judge(content)
        return True

    def _judge(self, content: bytes) -> None:
        to = self.recipient
        if to in self.behaviour.stall:
            return
        if answer := self.behaviour.refuse_content.get(to):
            self._say(answer)
            return
        self.accept(to, content)
        if to in self.behaviour.drop_after_dot:
            self.transport.abort()
            return
        self._say("250 2.0.0 taken")

    def _line(self) -> bool:
        end = self.buffer.find(b"\r\n")
        if end < 0:
            return False
        line = bytes(self.buffer[:end]).decode()
        del self.buffer[: end + 2]
        self._obey(line)
        return True

    def _obey(self, line: str) -> None:
        verb = line[:4].upper()
        if verb == "EHLO":
            self.transport.write(self.behaviour.hello)
        elif verb == "RCPT":
            self.recipient = line.partition("<")[2].partition(">")[0]
            if self.recipient in self.behaviour.drop_at_recipient:
                self.transport.abort()
                return
            answer = self.behaviour.refuse.get(self.recipient, "250 2.1.5 ok")
            self.refused = not answer.startswith("250")
            self._say(answer)
        elif verb == "DATA" and self.refused:
            self._say("503 5.5.1 nobody to write to")
        elif verb == "DATA":
            self.in_content = True
            self._say("354 go on")
        elif verb == "QUIT":
            self.transport.close()
        else:
            self._say("250 2.0.0 ok")

    def _say(self, answer: str) -> None:
        self.transport.write(f"{answer}\r\n".encode())


@dataclass
class SinkHere:
    """A sink in a thread of this process; `taken` holds (recipient, content)."""

    behaviour: Behaviour = field(default_factory=Behaviour)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    port: int = 0

    @contextmanager
    def running(self) -> Iterator["SinkHere"]:
        loop, ready = asyncio.new_event_loop(), threading.Event()

        async def start() -> None:
            server = await loop.create_server(self._talk, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()

        thread = threading.Thread(target=loop.run_forever, daemon=True)
        loop.create_task(start())
        thread.start()
        ready.wait()
        yield self
        loop.call_soon_threadsafe(loop.stop)
        thread.join()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _content in self.taken]

    def _talk(self) -> Sink:
        return Sink(self.behaviour, self._accept)

    def _accept(self, recipient: str, content: bytes) -> None:
        self.taken.append((recipient, content))
        self.behaviour.after(recipient)


async def serve(out: TextIO) -> None:
    def accept(recipient: str, _content: bytes) -> None:
        out.write(f"{recipient}\n")
        out.flush()

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(Behaviour(), accept), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with open(sys.argv[1], "a", encoding="ascii") as file:
        asyncio.run(serve(file))
