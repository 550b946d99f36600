"""Sealing: what only few may read is encrypted before it reaches a database or a disk.

The first key seals, any of them opens, so that a key can be changed without a pause
(docs/decisions/0004). Without its key a seal cannot be opened by anybody, us included.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class CannotOpen(Exception):
    """Sealed under a key that this machine does not have, or damaged."""

    sentence = _(
        "This cannot be opened with the keys of this machine. If SEALING_KEY was "
        "changed, put the former one into SEALING_KEY_FALLBACKS; nothing is lost."
    )


def seal(data: bytes) -> bytes:
    return _keys().encrypt(data)


def opened(sealed: bytes) -> bytes:
    try:
        return _keys().decrypt(sealed)
    except InvalidToken as unknown:
        raise CannotOpen from unknown


def resealed(sealed: bytes) -> bytes:
    """The same under the first key, so that the former ones can be thrown away."""
    try:
        return _keys().rotate(sealed)
    except InvalidToken as unknown:
        raise CannotOpen from unknown


def fingerprints() -> list[str]:
    """Tell the keys of this machine from others and give none away; the first seals."""
    secrets = (settings.SEALING_KEY, *settings.SEALING_KEY_FALLBACKS)
    info = b"ijm.sealing.fingerprint"
    return [
        HKDF(SHA256(), length=8, salt=None, info=info).derive(each.encode()).hex()
        for each in secrets
    ]


def _keys() -> MultiFernet:
    return MultiFernet(
        [_key(each) for each in (settings.SEALING_KEY, *settings.SEALING_KEY_FALLBACKS)]
    )


def _key(secret: str) -> Fernet:
    """A secret is any long text; Fernet wants 32 bytes that look random."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"ijm.sealing")
    return Fernet(urlsafe_b64encode(derived.derive(secret.encode())))
