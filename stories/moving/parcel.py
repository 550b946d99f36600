"""A folder, zip or tar of files, read by name and never unpacked where it says.

Names that climb out of the parcel, links and devices are not there for us; a file has
at most the bytes its list says, and a compressed tar at most what fits.
"""

import bz2
import gzip
import io
import lzma
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, Protocol, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_FILES = 2_000_000
MOST_UNPACKED = 64 * 2**30
CHUNK = 2**20
PACKED: dict[bytes, Callable[..., Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
}
# What reading a damaged archive raises, of itself or of one file in it.
DAMAGED = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)


class NotAParcel(Exception):
    """It cannot be read; `message` tells what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


MISSING = _("%s is not there.")
UNREADABLE = _("%s is neither a folder nor a whole zip or tar archive.")
TOO_MANY = _("%s holds too many files (more than two million).")
TOO_LARGE = _("%s unpacks to more than this machine can hold. Give an unpacked folder.")


class Parcel(Protocol):
    def names(self) -> Iterator[str]: ...

    def size(self, name: str) -> int | None:
        """The bytes of a file; None where there is no such file."""

    def open(self, name: str) -> BinaryIO: ...


def is_inside(name: str) -> bool:
    """Whether a name stays within the parcel, on every kind of machine."""
    path = PurePosixPath(name.replace("\\", "/"))
    return (
        bool(path.parts)
        and not path.is_absolute()
        and ".." not in path.parts
        and "\x00" not in name
        and ":" not in path.parts[0]
    )


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def names(self) -> Iterator[str]:
        for path in self.root.rglob("*"):
            name = path.relative_to(self.root).as_posix()
            if self._at(name):
                yield name

    def size(self, name: str) -> int | None:
        path = self._at(name)
        return path.stat().st_size if path else None

    def open(self, name: str) -> BinaryIO:
        return (self.root / name).open("rb")

    def _at(self, name: str) -> Path | None:
        """A link that leads out of the folder leads nowhere."""
        if not is_inside(name):
            return None
        try:
            path = (self.root / name).resolve(strict=True)
        except (OSError, ValueError):
            return None
        return path if path.is_relative_to(self.root) and path.is_file() else None


class Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.files = {
            info.filename.removeprefix("./"): info
            for info in archive.infolist()
            if is_inside(info.filename) and not info.is_dir()
        }

    def names(self) -> Iterator[str]:
        return iter(self.files)

    def size(self, name: str) -> int | None:
        info = self.files.get(name)
        return info.file_size if info else None

    def open(self, name: str) -> BinaryIO:
        return cast(BinaryIO, self.archive.open(self.files[name]))


class Tar:
    """Remembers where each file lies, so that none is looked for twice."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self.file = file
        self.files: dict[str, tuple[int, int]] = {}
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:") as archive:
            for member in archive:
                if member.isreg() and not member.issparse() and is_inside(member.name):
                    name = member.name.removeprefix("./")
                    self.files[name] = (member.offset_data, member.size)
                archive.members = []  # type: ignore[attr-defined] # else each keeps 1 KB
                if len(self.files) > MOST_FILES:
                    raise NotAParcel(str(TOO_MANY) % path)

    def names(self) -> Iterator[str]:
        return iter(self.files)

    def size(self, name: str) -> int | None:
        return self.files[name][1] if name in self.files else None

    def open(self, name: str) -> BinaryIO:
        start, size = self.files[name]
        return io.BufferedReader(_Part(self.file, start, size))


class _Part(io.RawIOBase):
    """Bytes `start` to `start + size` of a file, as a file."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self.file, self.start, self.length, self.at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.length}[whence]
        self.at = max(0, base + offset)
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        wanted = max(0, min(len(buffer), self.length - self.at))
        self.file.seek(self.start + self.at)
        data = self.file.read(wanted)
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)


@contextmanager
def open_parcel(path: Path) -> Iterator[Parcel]:
    """Raises NotAParcel."""
    with ExitStack() as held:
        try:
            parcel = _opened(path, held)
        except (tarfile.TarError, *DAMAGED) as broken:
            raise NotAParcel(str(UNREADABLE) % path) from broken
        yield parcel


def _opened(path: Path, held: ExitStack) -> Parcel:
    if path.is_dir():
        return Folder(path)
    if not path.is_file():
        raise NotAParcel(str(MISSING) % path)
    if zipfile.is_zipfile(path):
        archive = held.enter_context(zipfile.ZipFile(path))
        if len(archive.filelist) > MOST_FILES:
            raise NotAParcel(str(TOO_MANY) % path)
        return Zip(archive)
    return Tar(held.enter_context(_plain(path)), path)


def _plain(path: Path) -> IO[bytes]:
    """The tar itself, or what a compressed one holds, put down for a while."""
    file = path.open("rb")
    start = file.read(6)
    unpack = next(
        (each for mark, each in PACKED.items() if start.startswith(mark)), None
    )
    if unpack is None:
        return file
    file.seek(0)
    plain = tempfile.TemporaryFile()  # noqa: SIM115 - its user closes it
    most = min(MOST_UNPACKED, shutil.disk_usage(tempfile.gettempdir()).free // 2)
    with file, unpack(file) as stream:
        _copy(stream, plain, most, path)
    return plain


def _copy(source: IO[bytes], target: IO[bytes], most: int, path: Path) -> None:
    copied = 0
    while chunk := source.read(CHUNK):
        copied += len(chunk)
        if copied > most:
            raise NotAParcel(str(TOO_LARGE) % path)
        target.write(chunk)
