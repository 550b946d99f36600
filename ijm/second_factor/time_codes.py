"""Codes that change every half minute, as authenticator apps show them (RFC 6238)."""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
# Clocks of telephones go wrong: the code before and the code after are as good.
DRIFT = 1


def new_secret() -> str:
    """160 random bits (RFC 4226 §4), in the letters that apps let people type."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_at(now: datetime) -> int:
    """The number of the half minute since 1970."""
    return int(now.timestamp()) // SECONDS


def code(secret: str, step: int) -> str:
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """The half minute whose code was typed, or None. The newest of several."""
    here, said = step_at(now), typed.encode(errors="replace")
    for step in range(here + DRIFT, here - DRIFT - 1, -1):
        if hmac.compare_digest(code(secret, step).encode(), said):
            return step
    return None


def address(secret: str, account: str, issuer: str) -> str:
    """What the QR code says (Google Authenticator's key URI format)."""
    label = quote(f"{issuer}:{account}", safe="")
    asked = {"secret": secret, "issuer": issuer, "digits": DIGITS, "period": SECONDS}
    return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"
