"""An issue's MIME, made once; each reader's own parts are put in as bytes.

Building a message with Python's classes costs a millisecond for each reader, putting
in five strings two microseconds. Knows no models and no server.

Words are written with marks (`MARKS`) where a reader's own value goes. Each stands on
a soft line of its own, so that quoted-printable (RFC 2045 6.7) needs no new wrapping.
"""

import quopri
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.charset import QP, Charset
from email.header import Header

LEAVE, PREFERENCES = "@@leave-token@@", "@@preferences-token@@"
TO, MESSAGE_ID, DATE = "@@to@@", "@@message-id@@", "@@date@@"
MARKS = (LEAVE, PREFERENCES, TO, MESSAGE_ID, DATE)
# A quoted-printable line has 76 letters, the last being the "=" that joins it.
LONGEST_VALUE = 75
UTF8 = Charset("utf-8")
UTF8.header_encoding = QP


class ValueTooLong(ValueError):
    """A reader's own value does not fit one line of quoted-printable."""


@dataclass(frozen=True)
class Words:
    """Both forms of one mail, with marks in them."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Compiled:
    """Literal bytes, and between them what to put in: `literals[0] values[0] …`."""

    literals: tuple[bytes, ...]
    values: tuple[str, ...]

    def splice(self, own: Mapping[str, bytes]) -> bytes:
        """The whole message for one reader, dots doubled (RFC 5321 4.5.2), no end.

        A value is ASCII, has no line break and does not begin with a dot.
        """
        parts = [self.literals[0]]
        for name, literal in zip(self.values, self.literals[1:], strict=True):
            parts.append(own[name])
            parts.append(literal)
        return b"".join(parts)


def compiled(
    words: Words, headers: Sequence[tuple[str, str]], boundary: str
) -> Compiled:
    """`headers` beside subject and MIME's own; their values may hold marks."""
    pieces: list[bytes | str] = []
    for name, value in (*headers, ("Subject", _encoded(words.subject))):
        pieces += [f"{name}: ".encode(), *_marked(value), b"\r\n"]
    pieces.append(
        b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n"
        b' boundary="%s"\r\n\r\n' % boundary.encode()
    )
    for kind, content in (("plain", words.text), ("html", words.html)):
        pieces.append(
            b"--%s\r\nContent-Type: text/%s; charset=utf-8\r\n"
            b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            % (boundary.encode(), kind.encode())
        )
        pieces += [*_quoted(content), b"\r\n"]
    pieces.append(b"--%s--\r\n" % boundary.encode())
    return _folded(pieces)


def fitting(value: str) -> bytes:
    """A reader's value as bytes; raises ValueTooLong."""
    found = value.encode("ascii")
    if len(found) > LONGEST_VALUE:
        raise ValueTooLong(f"{len(found)} letters")
    return found


def _encoded(text: str) -> str:
    if text.isascii():
        return Header(text, maxlinelen=76, header_name="Subject").encode(linesep="\r\n")
    return Header(text, UTF8, maxlinelen=76, header_name="Subject").encode(
        linesep="\r\n"
    )


def _split(text: str) -> list[str]:
    """The text cut at its marks, the marks kept."""
    parts = [text]
    for mark in MARKS:
        cut: list[str] = []
        for part in parts:
            for at, piece in enumerate(part.split(mark) if part != mark else [part]):
                cut += [mark, piece] if at else [piece]
        parts = cut
    return parts


def _marked(value: str) -> list[bytes | str]:
    return [part if part in MARKS else part.encode() for part in _split(value)]


def _quoted(text: str) -> list[bytes | str]:
    """Quoted-printable pieces; before and after each mark a soft line break."""
    pieces: list[bytes | str] = []
    for part in _split(text.replace("\r\n", "\n")):
        pieces += [b"=\r\n", part, b"=\r\n"] if part in MARKS else [_qp(part)]
    return pieces


def _qp(text: str) -> bytes:
    """Each piece begins a line; dots there are doubled, as SMTP wants them."""
    quoted = quopri.encodestring(text.encode()).replace(b"\n", b"\r\n")
    doubled = quoted.replace(b"\r\n.", b"\r\n..")
    return b"." + doubled if doubled.startswith(b".") else doubled


def _folded(pieces: list[bytes | str]) -> Compiled:
    literals, values = [b""], []
    for piece in pieces:
        if isinstance(piece, bytes):
            literals[-1] += piece
        else:
            values.append(piece)
            literals.append(b"")
    return Compiled(tuple(literals), tuple(values))
