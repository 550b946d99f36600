"""Keyed hashes: to recognise a word or an address without keeping it."""

import hashlib
import hmac

from django.conf import settings


def digest(text: str, purpose: str) -> bytes:
    """HMAC-SHA256 of `text` under HASH_PEPPER, apart for each purpose (32 bytes)."""
    key = f"{settings.HASH_PEPPER}\x00{purpose}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def fingerprint() -> str:
    """Tells one pepper from another and gives neither away (16 hex digits)."""
    return digest("fingerprint", "ijm.pepper").hex()[:16]
