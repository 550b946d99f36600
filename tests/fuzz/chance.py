"""Inputs that nobody wrote: real ones, broken by chance, the same at each run."""

import random
from collections.abc import Iterator, Sequence

# What parsers stumble over: ends of strings, of lines, of numbers, of nesting.
NASTY = (
    *(b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3"),
    *(b"\r", b"\n", b"\r\n\r\n", b"\t", b"\x1a", b"\x0b", "\u2028".encode()),
    *(b'"', b"'", b"\\", b"<", b">", b"&", b"%", b"%00", b"=", b",", b";", b"/", b"@"),
    *(b"<![CDATA[", b"]]>", b"<!--", b"-->", b"</", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"),
    *(b"&#0;", b"&#xD800;", b"&#x110000;", b"&nope;", b"{", b"}", b"[", b"]", b"null"),
    *(b"-1", b"0", b"1e999", b"NaN", b"99999999999999999999", b"9" * 5000),
    *("٣".encode(), "𝟛".encode(), "é".encode(), "e\u0301".encode(), "\u202e".encode()),
    *(b"0000-00-00", b"2026-02-30", b"31/02/2026", b"../../etc/passwd", b"\\\\host\\a"),
)
DEEP = (b"[", b"<a>", b"(", b'{"a":', b"<div>", b"&amp;")
LONGEST = 200_000


def mutated(seeds: Sequence[bytes], seed: str, times: int) -> Iterator[bytes]:
    """Each seed as it is, then `times` broken ones. `seed` names the run of chance."""
    yield from seeds
    chance = random.Random(seed)
    for _time in range(times):
        data = bytearray(chance.choice(seeds))
        for _step in range(chance.choice((1, 1, 1, 2, 3, 8))):
            chance.choice(WAYS)(data, chance, seeds)
        yield bytes(data[:LONGEST])


def _place(data: bytearray, chance: random.Random) -> tuple[int, int]:
    first = chance.randint(0, len(data))
    return first, min(len(data), first + chance.choice((1, 2, 8, 64, 1024)))


def _flip(data: bytearray, chance: random.Random, _seeds: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random, _seeds: Sequence[bytes]) -> None:
    first, last = _place(data, chance)
    del data[first:last]


def _end(data: bytearray, chance: random.Random, _seeds: Sequence[bytes]) -> None:
    del data[chance.randint(0, len(data)) :]


def _nasty(data: bytearray, chance: random.Random, _seeds: Sequence[bytes]) -> None:
    first, last = _place(data, chance)
    data[first : chance.choice((first, last))] = chance.choice(NASTY)


def _again(data: bytearray, chance: random.Random, _seeds: Sequence[bytes]) -> None:
    first, last = _place(data, chance)
    data[first:first] = data[first:last] * chance.choice((1, 2, 50))


def _deep(data: bytearray, chance: random.Random, _seeds: Sequence[bytes]) -> None:
    first, _last = _place(data, chance)
    data[first:first] = chance.choice(DEEP) * chance.choice((30, 3000))


def _other(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    first, last = _place(data, chance)
    other = chance.choice(seeds)
    there, end = _place(bytearray(other), chance)
    data[first:last] = other[there:end]


def _noise(data: bytearray, chance: random.Random, _seeds: Sequence[bytes]) -> None:
    first, last = _place(data, chance)
    data[first:last] = chance.randbytes(last - first)


WAYS = (_flip, _cut, _end, _nasty, _nasty, _nasty, _again, _deep, _other, _noise)
