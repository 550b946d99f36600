"""Keys: there, long enough, each another one, and those the database knows."""

from collections.abc import Iterator

from django.conf import settings

from ijm.doctor.finding import Finding, ill, well
from ijm.house_checks import card_keys, mail_provider
from ijm.identity import wrong_installation

SHORTEST = {
    "SECRET_KEY": 50,
    "HASH_PEPPER": 32,
    "SEALING_KEY": 32,
    "BACKUP_KEY": 20,
}
WHERE_SET = {"METRICS_TOKEN": 20}
MAKE = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


def lengths() -> Iterator[Finding]:
    known: dict[str, str] = {}
    set_ones = {n: least for n, least in WHERE_SET.items() if getattr(settings, n)}
    for name, least in {**SHORTEST, **set_ones}.items():
        key = getattr(settings, name)
        if len(key) < least:
            yield ill(
                "keys",
                f"{name} has {len(key)} characters; {least} are the least.",
                f"Make one: {MAKE}"
                + (" – and keep the old one as …_FALLBACKS." if key else ""),
            )
        elif key in known:
            yield ill(
                "keys",
                f"{name} is the same as {known[key]}.",
                f"Give {name} a key of its own; one that leaks must open one door.",
            )
        known.setdefault(key, name)
    if not settings.INSTALLATION_ID:
        yield ill(
            "keys",
            "INSTALLATION_ID is not set: a clone could not be told apart.",
            "Set it to a word of your own, outside the database.",
        )


def of_services() -> Iterator[Finding]:
    """A key without its pair, or of the other kind; as Django's checks see it."""
    for found in (*mail_provider(), *card_keys()):
        yield ill("keys", str(found.msg), str(found.hint))


def of_this_database() -> Iterator[Finding]:
    if wrong := wrong_installation():
        yield ill("keys", wrong, "Set the key that was in use when it was written.")
    else:
        yield well("keys", "They are those of this database.")
