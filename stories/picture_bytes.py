"""JPEG and JPEG 2000 as they are, without what they carry beside the picture.

For pictures that must not be drawn anew, since they belong to something larger.
"""

JPEG, END, SCAN = b"\xff\xd8", 0xD9, 0xDA
# JFIF says how dense it is, Adobe which colours it means; ICC is colours as well.
NEEDED = {0xE0: b"JFIF\0", 0xEE: b"Adobe", 0xE2: b"ICC_PROFILE\0"}
COMMENT = 0xFE
SAYING = {b"uuid", b"xml ", b"uinf", b"asoc", b"lbl "}


def bare(data: bytes) -> bytes:
    return _jpeg(data) if data.startswith(JPEG) else _boxes(data)


def _jpeg(data: bytes) -> bytes:
    """Segment by segment up to the scan. Raises ValueError where they make no sense."""
    kept, at = bytearray(JPEG), 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("no segment here")
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == SCAN:
            end = data.rfind(b"\xff\xd9", at)
            return bytes(kept) + data[at : end + 2 if end > 0 else len(data)]
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + length]
        if _is_of_the_picture(marker, segment[4:]):
            kept += segment
        at += 2 + max(length, 2)
    raise ValueError("no picture")


def _is_of_the_picture(marker: int, content: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        return marker in NEEDED and content.startswith(NEEDED[marker])
    return marker != COMMENT


def _boxes(data: bytes) -> bytes:
    """JPEG 2000 in its boxes; a bare codestream has none."""
    kept, at = bytearray(), 0
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if not name.isascii() or data[:4] == b"\xff\x4f\xff\x51":
            return data
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        end = at + length if length else len(data)
        if name not in SAYING:
            kept += data[at:end]
        at = max(end, at + 8)
    return bytes(kept)
