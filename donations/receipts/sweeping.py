"""Documents that no row names: what a transaction undone left in private storage.

Nobody can ask for them, but they hold names and amounts. A turn looks into one of the
256 folders; eleven days come round to each.
"""

from datetime import datetime, timedelta

from django.core.files.storage import storages

from donations.models import Receipt

# A document says the day it was issued on, so that no later one has the same hash: what
# lies here for two days and has no row will never have one.
YOUNG = timedelta(days=2)
EVERY = 3600.0  # seconds
AT_ONCE = 1_000


def sweep_documents(now: datetime) -> int:
    """Safe to run twice, and at any time; says how many files went."""
    storage = storages["private"]
    folder = f"receipts/{int(now.timestamp() / EVERY) % 256:02x}"
    try:
        files = storage.listdir(folder)[1]
    except FileNotFoundError:  # no document has ever been there
        return 0
    swept = 0
    for at in range(0, len(files), AT_ONCE):
        names = {_digest(name): name for name in files[at : at + AT_ONCE]}
        known = Receipt.objects.filter(pdf_sha256__in=list(names))
        for digest in known.values_list("pdf_sha256", flat=True):
            names.pop(bytes(digest), None)
        for name in names.values():
            if storage.get_modified_time(f"{folder}/{name}") < now - YOUNG:
                storage.delete(f"{folder}/{name}")
                swept += 1
    return swept


def _digest(name: str) -> bytes:
    return bytes.fromhex(name.removesuffix(".pdf"))
