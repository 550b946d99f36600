"""The database: does it answer, is it migrated, is it set up for what is kept in it?"""

from collections.abc import Iterator
from datetime import timedelta
from textwrap import shorten

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import connection, connections
from django.utils import timezone

from ijm import env, generation, health
from ijm.backups import programs
from ijm.doctor.finding import Finding, ill, look, well
from ijm.replica import ALIAS, LOOK, is_as_new
from ijm.worker.turn import LANES

OLDEST = 15
CLOCKS_APART = timedelta(seconds=5)
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
# Of each: what it must be, and what is lost otherwise.
SETTINGS = (
    ("server_encoding", "UTF8", "names of people would not fit into it"),
    ("fsync", "on", "a power cut could take committed gifts away"),
    ("full_page_writes", "on", "a power cut could break its files"),
    ("default_transaction_read_only", "off", "nothing can be written"),
)


def answers() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseTrouble as trouble:
        words = str(trouble).strip().partition("\n")[0]
        yield ill(
            "database",
            f"It does not answer: {words}",
            "Start PostgreSQL, or correct DATABASE_URL (host, name, password).",
        )
        return
    major = programs.server_major()
    if major < OLDEST:
        yield ill(
            "database",
            f"It is PostgreSQL {major}.",
            f"Move it to PostgreSQL {OLDEST} or newer.",
        )
    else:
        yield well("database", f"PostgreSQL {major} answers.")


def migrations() -> Iterator[Finding]:
    if problem := health.broken():
        yield ill("migrations", shorten(problem, 200), "Run `make upgrade`.")
    else:
        yield well("migrations", "All are applied.")


def set_up() -> Iterator[Finding]:
    for name, wanted, otherwise in SETTINGS:
        found = _shown(name)
        if found != wanted and not (settings.MODE == "test" and name != SETTINGS[0][0]):
            yield ill(
                "database settings",
                f"{name} is “{found}”: {otherwise}.",
                f"Set {name} = {wanted} in postgresql.conf and restart PostgreSQL.",
            )
    missing = sorted(set(EXTENSIONS) - _extensions_at_hand())
    if missing:
        yield ill(
            "database settings",
            f"The server has no extensions {', '.join(missing)}.",
            "Install PostgreSQL's contrib package on it; migrations do the rest.",
        )
    yield _connections()


def replica() -> Iterator[Finding]:
    if ALIAS not in connections.settings:
        return
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery()")
            follows = cursor.fetchone()[0]
            cursor.execute(LOOK)
            is_new = is_as_new(cursor.fetchone(), generation.current())
    except DatabaseTrouble as trouble:
        words = str(trouble).strip().partition("\n")[0]
        mend = "Start it, or correct DATABASE_REPLICA_URL. Meanwhile nobody reads it."
        yield ill("replica", f"It does not answer: {words}", mend)
        return
    if not follows:
        mend = "Let DATABASE_REPLICA_URL lead to a streaming replica, or unset it: now."
        yield ill("replica", "It follows no primary: pages may show anything.", mend)
    elif not is_new:
        mend = "If that lasts, look at its disk and network. Nobody reads it meanwhile."
        yield look("replica", "It is behind.", mend)
    else:
        yield well("replica", "It follows, and is read for public pages.")


def clock() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(timezone.now() - cursor.fetchone()[0])
    seconds = apart.total_seconds()
    if apart > CLOCKS_APART:
        yield ill(
            "clock",
            f"This machine and the database are {seconds:.0f} s apart.",
            "Let both keep time by NTP (timedatectl set-ntp true).",
        )
    else:
        yield well("clock", f"{seconds:.1f} s from the database's.")


def _connections() -> Finding:
    """Web threads, lanes and collectors of one machine, and some for people."""
    web = env.number("WEB_PROCESSES", 2, least=1) * env.number("WEB_THREADS", 4)
    wanted = web + len(LANES) + 2 * settings.COLLECT_AT_ONCE + 5
    allowed = int(_shown("max_connections"))
    if allowed < wanted:
        return ill(
            "database settings",
            f"max_connections is {allowed}; this machine may want {wanted}.",
            f"Set max_connections = {2 * wanted}, or lower WEB_THREADS.",
        )
    return well("database settings", f"{allowed} connections, {wanted} wanted here.")


def _shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


def _extensions_at_hand() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_available_extensions")
        return {row[0] for row in cursor.fetchall()}
