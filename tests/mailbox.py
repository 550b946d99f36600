"""A real SMTP server in this process, for tests that send real mail.

`from tests.mailbox import smtp_sink` in a conftest makes it a fixture there; the
settings then point at it, and `smtp_sink.url` is for processes of their own.
"""

import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """What arrived, parsed; and whom to refuse, with which answer."""

    received: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    url: str = ""

    def refuse(self, recipient: str, answer: str) -> None:
        """`refuse("gone@example.org", "550 5.1.1 No such person")`, from now on."""
        self.answers[recipient] = answer

    def to(self, recipient: str) -> list[EmailMessage]:
        return [mail for mail in self.received if mail["To"] == recipient]

    def wait_for(self, recipient: str, seconds: float = 10) -> EmailMessage:
        """The newest mail to `recipient`, waiting for another process to send it."""
        until = time.monotonic() + seconds
        while not self.to(recipient):
            assert time.monotonic() < until, f"no mail to {recipient} came"
            time.sleep(0.05)
        return self.to(recipient)[-1]

    # The names below are aiosmtpd's.
    async def handle_EHLO(
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        replies: Any,
    ) -> Any:
        self.connections += 1
        session.host_name = hostname
        return replies

    async def handle_RCPT(
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: Any,
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        if b"refuse these words" in content:
            return "554 5.7.1 Not these words"
        raw = content if isinstance(content, bytes) else content.encode()
        self.received.append(message_from_bytes(raw, policy=default))  # type: ignore[arg-type]
        return "250 OK"


def part(mail: EmailMessage, kind: str) -> str:
    """The text of the `plain` or `html` part."""
    body = mail.get_body((kind,))
    assert body is not None
    return body.get_content()


def link_in(mail: EmailMessage, path: str = "/") -> str:
    """The first address in the plain part whose path begins with `path`."""
    found = re.search(rf"https?://[^/\s]+{re.escape(path)}\S*", part(mail, "plain"))
    assert found, f"no link to {path} in “{mail['Subject']}”"
    return found[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp_sink(settings: Any) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    mailbox.url = settings.EMAIL_URL = f"smtp://127.0.0.1:{controller.port}"
    yield mailbox
    controller.stop()
