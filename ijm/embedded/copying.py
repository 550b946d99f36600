"""From one server into another: roles, databases, and the proof that all has come.

By the programs of the newer version, as PostgreSQL advises.
"""

from dataclasses import dataclass
from pathlib import Path

from ijm.embedded.account import Outcome
from ijm.embedded.binaries import Binaries
from ijm.embedded.liveness import PORT
from ijm.embedded.place import Place
from ijm.embedded.refusal import DatabaseWontStart, disk_is_full
from ijm.embedded.server import SUPERUSER

NEEDED = ("pg_dump", "pg_dumpall", "pg_restore", "psql")
DATABASES = (
    "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate"
    " AND datname <> 'postgres' ORDER BY 1"
)
# Of each table the rows and a sum of their digests, whatever their order; of each
# sequence where it stands.
CONTENTS = r"""
SET search_path = pg_catalog;
SELECT format(
    CASE relkind WHEN 'S' THEN 'SELECT %L, last_value, is_called FROM %s _each'
    ELSE 'SELECT %L, count(*), sum((''x'' || left(md5(_each::text), 8))::bit(32)::int8)'
         ' FROM %s _each' END, oid::regclass, oid::regclass)
FROM pg_class
WHERE relkind IN ('r', 'S') AND relpersistence <> 't'
    AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
    AND relnamespace::regnamespace::text NOT LIKE 'pg\_toast%'
ORDER BY oid::regclass::text
\gexec
"""


@dataclass(frozen=True)
class Session:
    """One server, spoken to by `programs`."""

    place: Place
    programs: Binaries

    def run(self, program: str, *words: str | Path, told: str = "") -> str:
        at = ("--host", self.place.socket, "--port", PORT, "--username", SUPERUSER)
        done = self.place.account.run(
            self.programs.folder / program, *at, *words, words=told
        )
        if done.code:
            raise _refusal(self.place, program, done)
        return done.output

    def ask(self, database: str, sql: str) -> list[str]:
        words = ("--no-psqlrc", "--quiet", "--tuples-only", "--no-align")
        strict = ("--set", "ON_ERROR_STOP=1", "--dbname", database)
        return self.run("psql", *words, *strict, told=sql).splitlines()


def check_programs(programs: Binaries) -> None:
    missing = [name for name in NEEDED if not (programs.folder / name).exists()]
    if missing:
        raise DatabaseWontStart(
            f"To carry a database over, {programs.folder} lacks {', '.join(missing)}:"
            f" install the client programs of PostgreSQL {programs.major}."
        )


def copy(source: Session, target: Session) -> None:
    """Raises DatabaseWontStart unless all is there; the source is not changed."""
    _copy_roles(source, target)
    for name in source.ask("postgres", DATABASES):
        dump = target.place.home / "dump"
        source.run("pg_dump", "--format", "custom", "--file", dump, name)
        again = ("--create", "--clean", "--if-exists", "--exit-on-error")
        target.run("pg_restore", *again, "--dbname", "postgres", dump)
        dump.unlink()
        _compare(name, source, target)
        target.ask(name, "ANALYZE")


def _copy_roles(source: Session, target: Session) -> None:
    file = target.place.home / "roles"
    source.run("pg_dumpall", "--globals-only", "--file", file)
    lines = file.read_text(encoding="utf-8").splitlines()
    its_own = f"CREATE ROLE {SUPERUSER};"  # initdb made it already
    target.ask("postgres", "\n".join(line for line in lines if line != its_own))


def _compare(name: str, source: Session, target: Session) -> None:
    before, after = source.ask(name, CONTENTS), target.ask(name, CONTENTS)
    if before != after:
        differing = sorted({row.split("|")[0] for row in set(before) ^ set(after)})
        raise DatabaseWontStart(
            f"The copy of {name} is not like it in {', '.join(differing[:5])}: nothing"
            f" is changed, the data stay in {source.place.data}."
        )


def _refusal(place: Place, program: str, done: Outcome) -> DatabaseWontStart:
    if "No space left on device" in done.output:
        return disk_is_full(place.home)
    said = " ".join(done.output.split())[-400:]
    return DatabaseWontStart(
        f"The database could not be carried over: {program} says: {said} Nothing is"
        " changed; with PG_BIN at the former programs it goes on as it was."
    )
