"""What a backup says of itself, and whether this installation can take it in."""

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ijm import keyed_hash, sealing
from ijm.backups import programs
from ijm.backups.refusal import Refused
from ijm.models import Installation

NAME = "about.json"
FORMAT = 1


@dataclass(frozen=True)
class About:
    """Fingerprints tell one key from another; no key is in a backup."""

    format: int
    taken_at: str
    site: str
    identity: str
    made_by_mode: str
    postgres: int
    pepper: str
    seals: list[str]
    secret_key: str
    migrations: list[str]
    versions: dict[str, str] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.taken_at)


def of_this_site(now: datetime) -> About:
    # By their names: before an upgrade the table may lack what this release knows.
    columns = Installation.objects.values_list("identity", "made_by_mode")
    identity, made_by_mode = columns.get(pk=1)
    applied = MigrationRecorder(connection).applied_migrations()
    return About(
        format=FORMAT,
        taken_at=now.isoformat(),
        site=settings.SITE_URL,
        identity=identity,
        made_by_mode=made_by_mode,
        postgres=programs.server_major(),
        pepper=keyed_hash.fingerprint(),
        seals=sealing.fingerprints(),
        secret_key=_of_the_secret_key(),
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        versions={"python": platform.python_version(), "django": django.__version__},
    )


def read(content: bytes) -> About:
    told = json.loads(content)
    if told["format"] > FORMAT:
        raise Refused(NEWER)
    return About(**told)


NEWER = (
    "This backup was made by a newer release of the site: install that release (or a "
    "newer one), then restore."
)


def refuse_what_does_not_fit(about: About) -> None:
    """Before anything is written."""
    ours = {f"{a}.{n}" for a, n in MigrationLoader(None).disk_migrations}
    if set(about.migrations) - ours:
        raise Refused(NEWER)
    server = programs.server_major()
    if about.postgres > server:
        raise Refused(
            f"This backup is of PostgreSQL {about.postgres}, and DATABASE_URL leads to "
            f"PostgreSQL {server}: use a server of version {about.postgres} or newer."
        )
    if settings.PRODUCTION and about.made_by_mode != "production":
        raise Refused(
            f"This backup is of a database made by MODE={about.made_by_mode}; "
            "production takes only its own. Restore it with that MODE."
        )
    if about.pepper != keyed_hash.fingerprint():
        raise Refused(
            "HASH_PEPPER is not the one this backup was written with: set the former "
            "one. Without it suppressed addresses and protected names are unknown."
        )
    if about.seals[0] not in sealing.fingerprints():
        raise Refused(
            "SEALING_KEY is not the one this backup was written with: set the former "
            "one (or add it to SEALING_KEY_FALLBACKS). Without it nobody can open "
            "subjects' details."
        )


def remarks(about: About) -> Iterator[str]:
    """What is no reason to refuse, and good to know."""
    if about.secret_key != _of_the_secret_key():
        yield "SECRET_KEY is another one: staff sign in anew, and form tokens end."
    if about.site != settings.SITE_URL:
        yield f"SITE_URL was {about.site}, and is {settings.SITE_URL} here."


def _of_the_secret_key() -> str:
    return sha256(f"ijm.backup\x00{settings.SECRET_KEY}".encode()).hexdigest()[:16]
