"""Is this the right database for this machine? Asked before serving or sending."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from ijm import keyed_hash
from ijm.models.installation import Installation


def record_installation(**_signal: object) -> None:
    """Once, after the first migration: the mode and the pepper this database knows."""
    Installation.objects.get_or_create(
        pk=1,
        defaults={
            "made_by_mode": settings.MODE,
            "pepper_fingerprint": keyed_hash.fingerprint(),
            "identity": settings.INSTALLATION_ID,
        },
    )


def wrong_installation() -> str | None:
    """A sentence saying what is wrong, or None. An unmigrated database passes."""
    try:
        found = Installation.objects.filter(pk=1).first()
    except DatabaseError:
        return None
    if found is None:
        return None
    if settings.PRODUCTION and found.made_by_mode != "production":
        return (
            f"This database was made by MODE={found.made_by_mode}. Production starts "
            "on an empty database: point DATABASE_URL at a new one."
        )
    if found.pepper_fingerprint != keyed_hash.fingerprint():
        return (
            "HASH_PEPPER is not the one this database was written with. Suppressed "
            "addresses and protected names would no longer be recognised: restore "
            "the old HASH_PEPPER."
        )
    return None


def refuse_a_wrong_installation() -> None:
    """Called by the web server and the worker as they start."""
    if problem := wrong_installation():
        raise ImproperlyConfigured(problem)


def is_ours() -> bool:
    """May this machine send and collect? Not on a clone or a restored dump."""
    found = Installation.objects.filter(pk=1).first()
    return (
        found is not None
        and found.identity == settings.INSTALLATION_ID
        and found.restored_from is None
    )
