"""A stream under a key of the operator's, a megabyte at a time (AES-256-GCM).

The header names the format, a salt and a check of the key; each block's nonce holds its
number and whether it is the last, so that none can be taken away, moved or cut off.
The key may be words that a person can keep: scrypt makes it costly to guess (RFC 7914).
"""

from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ijm.backups.refusal import Refused

MAGIC = b"ijm backup 1\n"
BLOCK = 2**20
TAG = 16
SALT, CHECK = 16, 16
HEADER = len(MAGIC) + SALT + CHECK
COST = {"n": 2**15, "r": 8, "p": 1}


class SealedWriter:
    """Takes bytes by `write`; only `finish` makes the file whole."""

    def __init__(self, file: BinaryIO, secret: str, salt: bytes) -> None:
        key, check = _derived(secret, salt)
        self._file, self._sealing = file, AESGCM(key)
        self._header = MAGIC + salt + check
        self._waiting, self._number = bytearray(), 0
        file.write(self._header)

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > BLOCK:
            self._seal(bytes(self._waiting[:BLOCK]), last=False)
            del self._waiting[:BLOCK]
        return len(data)

    def finish(self) -> None:
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, block: bytes, last: bool) -> None:
        nonce = _nonce(self._number, last)
        self._file.write(self._sealing.encrypt(nonce, block, self._header))
        self._number += 1


class SealedReader:
    """Gives back by `read` only what was sealed under this key, whole and in order."""

    def __init__(self, file: BinaryIO, secret: str) -> None:
        header = file.read(HEADER)
        if not header.startswith(MAGIC):
            raise Refused(
                "This is not a backup of this site: name the file that `make backup` "
                "wrote."
            )
        if len(header) < HEADER:
            raise Refused(CUT_OFF)
        salt = header[len(MAGIC) : len(MAGIC) + SALT]
        key, check = _derived(secret, salt)
        if header[-CHECK:] != check:
            raise Refused(
                "BACKUP_KEY is not the one this backup was sealed with: set the key "
                "that was in use when it was taken."
            )
        self._file, self._opening, self._header = file, AESGCM(key), header
        self._number, self._left = 0, b""
        self._next = file.read(BLOCK + TAG)
        self.is_at_end = False

    def read(self, size: int) -> bytes:
        while len(self._left) < size and not self.is_at_end:
            self._left += self._open_one()
        found, self._left = self._left[:size], self._left[size:]
        return found

    def _open_one(self) -> bytes:
        sealed, self._next = self._next, self._file.read(BLOCK + TAG)
        last = not self._next
        nonce = _nonce(self._number, last)
        try:
            block = self._opening.decrypt(nonce, sealed, self._header)
        except (InvalidTag, ValueError):
            raise Refused(CUT_OFF) from None
        self._number, self.is_at_end = self._number + 1, last
        return block


CUT_OFF = (
    "This backup is damaged or was cut off while it was copied: copy it again from "
    "where it is kept, or take the one before it."
)


def _derived(secret: str, salt: bytes) -> tuple[bytes, bytes]:
    """The key, and something that tells a wrong one and gives nothing away."""
    both = Scrypt(salt=salt, length=32 + CHECK, **COST).derive(secret.encode())
    return both[:32], both[32:]


def _nonce(number: int, last: bool) -> bytes:
    """Unique under one key: each file has a salt, and so a key, of its own."""
    return number.to_bytes(11, "big") + bytes([last])
