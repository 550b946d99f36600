"""The embedded cluster meets a newer PostgreSQL, and loses nothing. Two real ones."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from ijm import embedded
from ijm.embedded import binaries
from ijm.embedded.binaries import Binaries
from tests.ground.asking import ask
from tests.ground.conftest import CHECKOUT
from tests.waiting import until

pytestmark = pytest.mark.older

ENSURE = "from ijm import embedded; embedded.ensure('demo')"
FILLED = """
    CREATE EXTENSION pg_trgm;
    CREATE TABLE gift (
        id bigint GENERATED ALWAYS AS IDENTITY, amount bigint, words text, paper bytea,
        at timestamptz, more jsonb, part float8,
        twice bigint GENERATED ALWAYS AS (amount * 2) STORED
    );
    INSERT INTO gift (amount, words, paper, at, more, part)
        SELECT n, 'ឯកសារ ' || n, decode(md5(n::text), 'hex'), now(), '{"a": 1}', n / 7.0
        FROM generate_series(1, 5000) n;
    CREATE INDEX ON gift USING gin (words gin_trgm_ops);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'gifts are written once'; END $$;
    CREATE TRIGGER once BEFORE UPDATE ON gift FOR EACH ROW EXECUTE FUNCTION refuse();
    CREATE ROLE reader; GRANT SELECT ON gift TO reader;
    CREATE TABLE "odd name" AS SELECT 1 AS t;
"""
SUM = "SELECT count(*), md5(string_agg(g::text, '|' ORDER BY id)) FROM gift g"


@pytest.fixture(scope="module")
def majors() -> tuple[Binaries, Binaries]:
    """The oldest and the newest on this machine."""
    known = [Binaries(folder) for folder in binaries.usual_folders()]
    by_age = sorted((b for b in known if b.are_complete), key=lambda b: b.major)
    assert by_age[0].major < by_age[-1].major
    return by_age[0], by_age[-1]


@pytest.fixture
def home(data_dir: Path, majors, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cluster of the oldest, filled and not running; the newest is at hand."""
    monkeypatch.setenv("PG_BIN", str(majors[0].folder))
    ask(FILLED)
    embedded.stop("demo")
    monkeypatch.setenv("PG_BIN", str(majors[1].folder))
    return data_dir / "postgres"


def ask_the_oldest(question: str, majors, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as former:
        former.setenv("PG_BIN", str(majors[0].folder))
        answer = ask(question)
        embedded.stop("demo")
    return answer


def version(folder: Path) -> int:
    return int((folder / "PG_VERSION").read_text())


def names(home: Path) -> set[str]:
    its_own = {"programs", "server.log", "lock", "s"}
    return {path.name for path in home.iterdir()} - its_own


def test_all_of_it_comes_over(home, majors, monkeypatch, capfd) -> None:
    before = ask_the_oldest(SUM, majors, monkeypatch)
    assert before[0] == 5000 and version(home / "data") == majors[0].major
    assert ask(SUM) == before
    assert ask("SHOW server_version_num")[0].startswith(str(majors[1].major))
    assert "Carrying the database over" in capfd.readouterr().err
    inserted = ask("INSERT INTO gift (amount) VALUES (4) RETURNING id, twice")
    assert inserted == (5001, 8)
    with pytest.raises(psycopg2.errors.RaiseException, match="written once"):
        ask("UPDATE gift SET amount = 1 WHERE id = 1")
    assert ask("SELECT has_table_privilege('reader', 'gift', 'select')") == (True,)
    kept = f"data-of-{majors[0].major}"
    assert names(home) == {"data", kept} and version(home / kept) == majors[0].major
    # The way back that the manual tells of.
    embedded.stop("demo")
    (home / "data").rename(home / "newer")
    (home / kept).rename(home / "data")
    assert ask_the_oldest(SUM, majors, monkeypatch) == before


def test_killed_at_any_step_it_goes_on(home, majors, monkeypatch) -> None:
    before = ask_the_oldest(SUM, majors, monkeypatch)
    for step in ("half-made/PG_VERSION", "data/postmaster.pid", "dump"):
        trying = subprocess.Popen(
            [sys.executable, "-c", ENSURE], cwd=CHECKOUT, stderr=subprocess.DEVNULL
        )
        until(lambda: list(home.glob(f"half-carried-{trying.pid}/{step}")))  # noqa: B023
        os.kill(trying.pid, signal.SIGKILL)
        trying.wait()
        assert version(home / "data") == majors[0].major
    assert (home / "data" / "postmaster.pid").exists()
    embedded.stop("demo")  # what it left running ends with it
    assert not (home / "data" / "postmaster.pid").exists()
    assert names(home) - {"n", "o"} == {"data"}
    assert ask(SUM) == before
    assert names(home) == {"data", f"data-of-{majors[0].major}"}
    # And between the two changes of names, which no kill can be timed for.
    embedded.stop("demo")
    (home / "data").rename(home / "carried")
    assert ask(SUM) == before
    embedded.stop("demo")
    (home / "data").rename(home / "carried")
    (home / f"data-of-{majors[0].major}").rename(home / "data")
    assert ask(SUM) == before
    assert ask("SHOW server_version_num")[0].startswith(str(majors[1].major))


def test_a_copy_that_is_not_the_same_is_refused(home, majors, monkeypatch) -> None:
    """A column that says which server wrote it differs on another one."""
    lying = """
        CREATE FUNCTION who() RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT version()';
        CREATE TABLE told (n int, by text GENERATED ALWAYS AS (who()) STORED);
        INSERT INTO told VALUES (1);
    """
    ask_the_oldest(lying, majors, monkeypatch)
    with pytest.raises(
        embedded.DatabaseWontStart, match=r"not like it in public\.told"
    ):
        embedded.ensure("demo")
    assert version(home / "data") == majors[0].major
    assert not (home / "data" / "postmaster.pid").exists()
    assert ask_the_oldest("SELECT n FROM told", majors, monkeypatch) == (1,)
    (home / "data" / "PG_VERSION").write_text(f"{majors[1].major + 1}\n")
    with pytest.raises(embedded.DatabaseWontStart, match="RESET=1"):
        embedded.ensure("demo")  # and the other way round nobody can


def test_the_programs_of_the_wheel_outlive_it(data_dir, monkeypatch) -> None:
    """A newer wheel takes the former one's place; its data are read by the copy."""
    wheel = next(binaries.usual_folders())
    assert wheel.parent.name == binaries.IN_A_WHEEL
    monkeypatch.setenv("PG_BIN", str(wheel))
    embedded.ensure("demo")
    home = data_dir / "postgres"
    kept = binaries.of_major(Binaries(wheel).major, home)
    assert kept and home in kept.folder.parents
    embedded.stop("demo")
    monkeypatch.setenv("PG_BIN", str(kept.folder))
    assert ask("SELECT 1") == (1,)
    (home / "data-of-9").mkdir()
    embedded.discard("demo")  # afresh is without the former data too
    assert names(home) == set()
