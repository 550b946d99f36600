"""Members in a sealed file: a tar, and in the end a list of their digests.

A tar member needs its size before its bytes, and a dump has none, so a stream is kept
as numbered parts: `cat database/*` is the dump again.
"""

import io
import secrets
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, BinaryIO, Protocol, cast

from ijm.backups.refusal import Refused
from ijm.backups.sealed_file import CUT_OFF, SALT, SealedReader, SealedWriter

PART = 4 * 2**20
PIECE = 2**20
MANIFEST = "manifest.sha256"


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Packing:
    def __init__(self, file: BinaryIO, secret: str) -> None:
        self._sealed = SealedWriter(file, secret, secrets.token_bytes(SALT))
        out = cast(IO[bytes], self._sealed)
        self._tar = tarfile.open(
            fileobj=out, mode="w|", format=tarfile.PAX_FORMAT, bufsize=PIECE
        )
        # In a file of its own: of a million photos it would not fit into memory.
        self._manifest: IO[bytes] = tempfile.TemporaryFile()

    def add(self, name: str, size: int, content: Readable) -> None:
        digested = _Digested(content)
        member = tarfile.TarInfo(name)
        member.size = size
        self._tar.addfile(member, cast(IO[bytes], digested))
        self._manifest.write(digested.line(name))

    def add_bytes(self, name: str, content: bytes) -> None:
        self.add(name, len(content), io.BytesIO(content))

    def add_stream(self, folder: str, content: Readable) -> None:
        number = 0
        while part := _filled(content, PART):
            number += 1
            self.add_bytes(f"{folder}/{number:08}", part)

    def finish(self) -> None:
        size = self._manifest.tell()
        self._manifest.seek(0)
        member = tarfile.TarInfo(MANIFEST)
        member.size = size
        self._tar.addfile(member, self._manifest)
        self._tar.close()
        self._sealed.finish()
        self._manifest.close()


@dataclass(frozen=True)
class Member:
    name: str
    content: "_Digested"


def members(file: BinaryIO, secret: str) -> Iterator[Member]:
    """Each once, in order. After the last, all is known to be as it was packed."""
    sealed = SealedReader(file, secret)
    try:
        source = cast(IO[bytes], sealed)
        tar = tarfile.open(fileobj=source, mode="r|", bufsize=PIECE)
        yield from _checked(tar)
    except tarfile.TarError:
        raise Refused(CUT_OFF) from None
    while not sealed.is_at_end:
        sealed.read(PIECE)


def _checked(tar: tarfile.TarFile) -> Iterator[Member]:
    ours, theirs = sha256(), None
    for found in tar:
        content = tar.extractfile(found)
        if content is None:
            raise Refused(CUT_OFF)
        if found.name == MANIFEST:
            theirs = _Digested(content)
            theirs.drain()
            continue
        member = Member(found.name, _Digested(content))
        yield member
        member.content.drain()
        ours.update(member.content.line(found.name))
    if theirs is None or theirs.hexdigest() != ours.hexdigest():
        raise Refused(CUT_OFF)


class _Digested:
    """Reads through to another stream and remembers the digest of what went by."""

    def __init__(self, content: Readable) -> None:
        self._content, self._digest = content, sha256()

    def read(self, size: int = -1, /) -> bytes:
        found = self._content.read(size)
        self._digest.update(found)
        return found

    def drain(self) -> None:
        while self.read(PIECE):
            pass

    def hexdigest(self) -> str:
        return self._digest.hexdigest()

    def line(self, name: str) -> bytes:
        return f"{self.hexdigest()}  {name}\n".encode()


def _filled(content: Readable, size: int) -> bytes:
    """So many bytes, unless it ends before: a pipe gives fewer at a time."""
    found = bytearray()
    while len(found) < size and (piece := content.read(size - len(found))):
        found += piece
    return bytes(found)
