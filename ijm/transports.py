"""The roads a mail may take: an SMTP server, or files in a folder.

Knows the protocol and nothing of letters, rows or readers. What goes wrong is said
in three words that the post office understands: not this one, not now, not at all.
"""

import hashlib
import os
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import default
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from ijm.addresses import normalise, without_addresses
from ijm.env import Misconfigured

TIMEOUT = 10  # seconds, for each step of the conversation
PORTS = {"smtp": 587, "smtps": 465}
SHUTTING_DOWN = 421  # RFC 5321 4.2.1: the server closes after this answer
YES, NO = ("yes", "1", "true"), ("no", "0", "false")


class Undelivered(Exception):
    """The mail was not taken; `str()` is a sentence for staff, without addresses."""


class Refused(Undelivered):
    """Never: this mail to this address will not be taken."""


class NotNow(Undelivered):
    """This mail was not taken, but may be later."""


class Unreachable(Undelivered):
    """No mail at all can go at present."""


class Transport(Protocol):
    def send(self, message: EmailMessage) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class SmtpServer:
    """What `smtp://user:password@host:port?starttls=yes` says."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    security: Literal["", "starttls", "tls"] = ""

    @classmethod
    def read(cls, name: str, url: str) -> "SmtpServer":
        """Parse the variable `name`; an error names it and never shows the password."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as wrong:
            raise Misconfigured(f"{name}: the port is not a number.") from wrong
        if parts.scheme not in PORTS:
            raise Misconfigured(f"{name} must begin with smtp:// or smtps://.")
        if not parts.hostname:
            raise Misconfigured(f"{name} names no host, as in smtp://mail.example.org.")
        if bool(parts.username) != bool(parts.password):
            raise Misconfigured(f"{name} needs both a user and a password, or neither.")
        return cls(
            host=parts.hostname,
            port=port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            security=_security(name, parts.scheme, parts.query, bool(parts.username)),
        )


def _security(
    name: str, scheme: str, query: str, signs_in: bool
) -> Literal["", "starttls", "tls"]:
    options = parse_qs(query, keep_blank_values=True)
    if unknown := sorted(set(options) - {"starttls"}):
        raise Misconfigured(f"{name} has an option we do not know: {unknown[0]}.")
    if scheme == "smtps":
        if options:
            raise Misconfigured(f"{name}: smtps:// is encrypted from the first byte.")
        return "tls"
    # A password never crosses the wire in the clear unless somebody wrote starttls=no.
    wanted = options.get("starttls", ["yes" if signs_in else "no"])[-1].lower()
    if wanted not in YES + NO:
        raise Misconfigured(f"{name}: write starttls=yes or starttls=no.")
    return "starttls" if wanted in YES else ""


class SmtpTransport:
    """One connection, opened at the first mail and used for all that follow."""

    def __init__(self, server: SmtpServer) -> None:
        self._backend = EmailBackend(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.security == "starttls",
            use_ssl=server.security == "tls",
            timeout=TIMEOUT,
        )

    def send(self, message: EmailMessage) -> None:
        """Return when the server answered 250; raise Undelivered otherwise."""
        self._open()
        try:
            self._backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refused:
            raise self._answer(*next(iter(refused.recipients.values()))) from refused
        except smtplib.SMTPDataError as refused:
            raise self._answer(refused.smtp_code, refused.smtp_error) from refused
        except (smtplib.SMTPException, OSError) as broken:
            # The connection was good and this mail broke it: only this mail waits.
            self.close()
            raise NotNow(_sentence(broken)) from broken

    def greet(self) -> None:
        """Go as far as one can without a mail: connect, encrypt, sign in."""
        self._open()

    def close(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self._backend.close()

    def _answer(self, code: int, words: bytes | str) -> Undelivered:
        if code == SHUTTING_DOWN:
            self.close()
        return _by_code(code, words)

    def _open(self) -> None:
        try:
            self._backend.open()
        except (smtplib.SMTPException, OSError) as broken:
            self.close()
            raise Unreachable(_sentence(broken)) from broken


class FileTransport:
    """Each mail an `.eml` in a folder, whole from the moment it has its name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        content = message.message()
        mark = hashlib.sha256(str(content["Message-ID"]).encode()).hexdigest()[:12]
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{mark}.eml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished = self._folder / f".{name}.{os.getpid()}"
            unfinished.write_bytes(content.as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            unfinished.rename(self._folder / name)
        except OSError as full:
            raise Unreachable(_sentence(full)) from full

    def close(self) -> None:
        pass

    def forget(self, address: str) -> int:
        """Take away every mail to `address`; also those of the newsletter."""
        gone = 0
        for file in self._folder.glob("*.eml"):
            with file.open("rb") as opened:
                to = BytesHeaderParser(policy=default).parse(opened)["To"]
            if normalise(str(to)) == normalise(address):
                file.unlink(missing_ok=True)
                gone += 1
        return gone


def transactional() -> Transport:
    """The road of confirmations, sign-in links and receipts (EMAIL_URL)."""
    if settings.EMAIL_URL:
        return SmtpTransport(SmtpServer.read("EMAIL_URL", settings.EMAIL_URL))
    return mail_folder()


def mail_folder() -> FileTransport:
    return FileTransport(settings.DATA_DIR / "mail")


def _by_code(code: int, words: bytes | str) -> Undelivered:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    sentence = f"{code} {without_addresses(' '.join(said.split()))}"
    return Refused(sentence) if code >= 500 else NotNow(sentence)


def _sentence(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return str(_by_code(error.smtp_code, error.smtp_error))
    return without_addresses(f"{type(error).__name__}: {error}")
