"""Sound only: MPEG frames in, the same frames out. Knows no models.

Whatever else a file carries (ID3, APE and Lyrics tags with places, names, pictures,
bytes before and behind) is not copied: a frame is recognised, all else is left.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 15 * 2**20
LEAST_FRAMES = 25  # more than half a second
IN_A_ROW = 4  # until then what looks like a frame may be chance
MOST_MISSES = 50_000
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
KBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
# Flags, counts, a table to seek by and quality, then what LAME says of its silence.
INDEX, FARTHEST = re.compile(rb"Xing|Info"), 48
OF_THE_INDEX = 8 + 112 + 36

UNREADABLE = _(
    "This is not an MP3 file that we can read. Save the recording as MP3 and send it; "
    "other kinds (M4A, WAV, OGG, video) must be saved as MP3 first."
)
TOO_HEAVY = _(
    "This recording has more than 15 MB. Save it in mono with 64 kbit/s, which is "
    "plenty for voices, and send that."
)
DAMAGED = _("This recording is damaged. Export it again and send that.")


class NotSound(Exception):
    """The file cannot become a recording; `message` tells the sender what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Sound:
    data: bytes
    seconds: int


@dataclass(frozen=True)
class Frame:
    version: int
    rate: int
    length: int

    @property
    def seconds(self) -> float:
        return (1152 if self.version == 3 else 576) / self.rate

    def goes_with(self, other: "Frame | None") -> bool:
        """All frames of one file are of one version and rate."""
        return bool(other) and (self.version, self.rate) == (other.version, other.rate)  # type: ignore[union-attr]


def receive(file: BinaryIO, size: int) -> Sound:
    """The sound of what was sent. Raises NotSound."""
    if size > MOST_BYTES:
        raise NotSound(TOO_HEAVY)
    data = file.read(MOST_BYTES + 1)
    begin = _behind_tags(data)
    kept, seconds = bytearray(), 0.0
    for at, frame in _frames(data, begin):
        kept += data[at : at + frame.length] if kept else _first(data, at, frame)
        seconds += frame.seconds
    if seconds < LEAST_FRAMES * 576 / 48000:
        raise NotSound(UNREADABLE)
    if len(kept) < (len(data) - begin) // 2:
        raise NotSound(DAMAGED)
    return Sound(bytes(kept), max(1, round(seconds)))


def _behind_tags(data: bytes) -> int:
    """Where ID3v2 tags end, whose pictures may look like sound."""
    at = 0
    while data[at : at + 3] == b"ID3" and len(data) >= at + 10:
        a, b, c, d = (byte & 127 for byte in data[at + 6 : at + 10])
        footer = 10 if data[at + 5] & 16 else 0
        at += 10 + footer + (a << 21 | b << 14 | c << 7 | d)
    return at


def _frames(data: bytes, at: int) -> Iterator[tuple[int, Frame]]:
    first: Frame | None = None
    sure, misses = False, 0
    while at < len(data) - 4:
        frame = _frame(data, at)
        fits = frame and (first is None or frame.goes_with(first))
        if frame and fits and (sure or _in_a_row(data, at)):
            first, sure = first or frame, True
            yield at, frame
            at += frame.length
        else:
            sure, misses = False, misses + 1
            at = data.find(b"\xff", at + 1)
            if at < 0 or misses > MOST_MISSES:
                return


def _in_a_row(data: bytes, at: int) -> bool:
    first = frame = _frame(data, at)
    for _each in range(IN_A_ROW):
        if frame is None or not frame.goes_with(first):
            return False
        at += frame.length
        frame = _frame(data, at)
    return True


def _frame(data: bytes, at: int) -> Frame | None:
    """The frame that begins here and is whole, if one does: ISO 11172-3, layer III."""
    if data[at : at + 1] != b"\xff" or len(data) < at + 4:
        return None
    second, third = data[at + 1 : at + 3]
    version, layer = second >> 3 & 3, second >> 1 & 3
    kbits, rate = third >> 4, third >> 2 & 3
    if second < 0xE0 or version == 1 or layer != 1 or rate == 3 or not 0 < kbits < 15:
        return None
    per_second = RATES[version][rate]
    bits = (KBITS_1 if version == 3 else KBITS_2)[kbits - 1] * 1000
    length = (144 if version == 3 else 72) * bits // per_second + (third >> 1 & 1)
    if at + length > len(data):
        return None
    return Frame(version, per_second, length)


def _first(data: bytes, at: int, frame: Frame) -> bytes:
    """Often an index to seek by, with room behind it. The room is emptied."""
    sound = data[at : at + frame.length]
    found = INDEX.search(sound, 0, FARTHEST)
    kept = sound[: found.start() + OF_THE_INDEX] if found else sound
    return kept + bytes(len(sound) - len(kept))
