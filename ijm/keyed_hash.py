"""Keyed hashes: to recognise a word or an address without keeping it."""

import hmac

from django.conf import settings


def digest(text: str, purpose: str) -> bytes:
    """HMAC-SHA256 of `text` under HASH_PEPPER, apart for each purpose (32 bytes)."""
    key = f"{settings.HASH_PEPPER}\x00{purpose}".encode()
    return hmac.digest(key, text.encode(), "sha256")


def fingerprint() -> str:
    """Tells one pepper from another and gives neither away (16 hex digits)."""
    return digest("fingerprint", "ijm.pepper").hex()[:16]
