"""A backup is opened whole, under its own key, or not at all."""

import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from ijm.backups.archive import Packing, members
from ijm.backups.refusal import Refused
from ijm.backups.sealed_file import BLOCK, HEADER, TAG

KEY = "words that only the keeper knows"


def packed(**content: bytes) -> bytes:
    file = io.BytesIO()
    packing = Packing(file, KEY)
    for name, each in content.items():
        packing.add_bytes(name, each)
    packing.finish()
    return file.getvalue()


def unpacked(sealed: bytes, key: str = KEY) -> dict[str, bytes]:
    def whole(content: Any) -> bytes:
        return b"".join(iter(lambda: content.read(50_000), b""))

    return {m.name: whole(m.content) for m in members(io.BytesIO(sealed), key)}


def test_what_was_packed_comes_out() -> None:
    content = {"about": b"me", "big": b"x" * (3 * BLOCK + 17), "empty": b""}
    assert unpacked(packed(**content)) == content


def test_a_stream_of_unknown_length_is_kept_in_parts() -> None:
    file, dump = io.BytesIO(), bytes(range(256)) * 40_000
    packing = Packing(file, KEY)
    packing.add_stream("database", io.BytesIO(dump))
    packing.finish()
    parts = unpacked(file.getvalue())
    assert list(parts) == [
        "database/00000001",
        "database/00000002",
        "database/00000003",
    ]
    assert b"".join(parts.values()) == dump


def test_nothing_of_it_can_be_read_from_outside() -> None:
    assert b"amara@example.org" not in packed(about=b"amara@example.org")


def test_another_key_is_told_from_damage() -> None:
    with pytest.raises(Refused, match="BACKUP_KEY is not the one"):
        unpacked(packed(about=b"me"), "another key, as long as the first")


def test_something_else_is_told_from_a_backup() -> None:
    with pytest.raises(Refused, match="not a backup of this site"):
        unpacked(b"PK\x03\x04" + bytes(1000))


def cuts(sealed: bytes) -> Iterator[bytes]:
    yield sealed[: HEADER - 3]
    yield sealed[:HEADER]
    yield sealed[: HEADER + BLOCK + TAG]  # between two blocks
    yield sealed[:-1]
    yield sealed[: len(sealed) // 2]


@pytest.mark.parametrize("number", range(5))
def test_a_backup_cut_off_anywhere_is_refused(number: int) -> None:
    sealed = packed(a=b"x" * (2 * BLOCK), b=b"y")
    with pytest.raises(Refused, match="cut off"):
        unpacked(list(cuts(sealed))[number])


@pytest.mark.parametrize("where", [HEADER, HEADER + BLOCK, -1])
def test_one_changed_byte_is_refused(where: int) -> None:
    sealed = bytearray(packed(a=b"x" * (2 * BLOCK)))
    sealed[where] ^= 1
    with pytest.raises(Refused, match="damaged"):
        unpacked(bytes(sealed))


def test_blocks_cannot_change_places() -> None:
    sealed = packed(a=bytes(3 * BLOCK))
    one, two = HEADER + BLOCK + TAG, HEADER + 2 * (BLOCK + TAG)
    with pytest.raises(Refused):
        unpacked(sealed[:HEADER] + sealed[one:two] + sealed[HEADER:one] + sealed[two:])


def test_memory_does_not_grow_with_what_is_packed(tmp_path) -> None:
    def peak(megabytes: int) -> int:
        with (tmp_path / "a").open("wb") as file, open("/dev/zero", "rb") as zeros:
            tracemalloc.start()
            packing = Packing(file, KEY)
            packing.add("zeros", megabytes * 2**20, zeros)
            packing.finish()
            used = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return used

    assert peak(64) < peak(8) + 2 * 2**20
