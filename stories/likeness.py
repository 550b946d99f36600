"""Whether two pictures are the same, or nearly. Knows pixels only."""

import hashlib

from PIL import Image

ROWS_AT_ONCE = 256
GRID = 8
# Of 64 bits. Saved again, smaller or paler, a picture differs in one to five.
NEAR = 6
# A flat or evenly shaded picture is like every other: its bits tell nothing.
LEAST_CONTRAST = 8


def fingerprint(picture: Image.Image) -> str:
    """Equal for pictures of equal pixels, whatever files they came in."""
    width, height = picture.size
    digest = hashlib.blake2b(f"{width}x{height}".encode(), digest_size=20)
    for top in range(0, height, ROWS_AT_ONCE):
        bottom = min(top + ROWS_AT_ONCE, height)
        digest.update(picture.crop((0, top, width, bottom)).tobytes())
    return digest.hexdigest()


def likeness(picture: Image.Image) -> int | None:
    """64 bits that pictures alike share but for a few; None where they tell nothing.

    Each bit says which of two neighbours in a small grey picture is lighter: half of
    them across, half down. Signed, as PostgreSQL keeps it.
    """
    side = GRID + 1
    small = picture.convert("L").resize((side, side), Image.Resampling.BOX)
    grey = small.tobytes()
    across = [y * side + x for y in range(0, GRID, 2) for x in range(GRID)]
    down = [y * side + x for x in range(0, GRID, 2) for y in range(GRID)]
    pairs = [(grey[at], grey[at + 1]) for at in across]
    pairs += [(grey[at], grey[at + side]) for at in down]
    if sum(abs(a - b) >= LEAST_CONTRAST for a, b in pairs) < len(pairs) // 4:
        return None
    bits = sum((a < b) << place for place, (a, b) in enumerate(pairs))
    return bits - 2**64 if bits >= 2**63 else bits


def distance(one: int, other: int) -> int:
    return ((one ^ other) & (2**64 - 1)).bit_count()
