"""What `ijm.replica` asks of a replica, asked of one that really follows a server."""

import shlex
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from ijm import embedded
from ijm.embedded import binaries, place
from ijm.replica import LATEST, LOOK, is_as_new

PORT = "5433"
Ask = Callable[[str], tuple]
A_GENERATION = """
CREATE TABLE ijm_generation AS SELECT 1 AS id, 7 AS number;
SELECT number FROM ijm_generation
"""


@pytest.fixture
def primary(data_dir: Path) -> Iterator[Ask]:
    found = embedded.ensure("demo")
    yield from asking(str(found["HOST"]), str(found["PORT"]))


@pytest.fixture
def replica(primary: Ask, data_dir: Path) -> Iterator[Ask]:
    """A copy of the primary as it is, following it from then on."""
    primary(A_GENERATION)
    here, folder = place.place_of("demo"), data_dir / "follower"
    programs = binaries.found().within_reach_of(here.account, here.home).folder
    folder.mkdir(mode=0o700)
    here.account.receive(folder)
    copied = here.account.run(
        *(programs / "pg_basebackup", "--pgdata", folder / "data", "--no-sync"),
        *("--write-recovery-conf", "--checkpoint=fast", "--username", "postgres"),
        *("--host", here.socket, "--port", embedded.ensure("demo")["PORT"]),
    )
    assert copied.code == 0, copied.output
    options = ["-h", "", "-p", PORT, "-k", str(folder), "-c", "max_connections=120"]
    control = (programs / "pg_ctl", "--pgdata", folder / "data", "--wait")
    started = here.account.run(
        *control, "--log", folder / "log", "--options", shlex.join(options), "start"
    )
    assert started.code == 0, started.output
    yield from asking(str(folder), PORT)
    here.account.run(*control, "--mode=immediate", "stop")


def asking(host: str, port: str) -> Iterator[Ask]:
    own = psycopg2.connect(host=host, port=port, user="postgres", dbname="ijm")
    own.autocommit = True

    def ask(sql: str) -> tuple:
        with own.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()

    yield ask
    own.close()


def test_one_that_lags_says_so_until_it_has_caught_up(primary: Ask, replica: Ask):
    assert replica("SELECT pg_is_in_recovery()") == (True,)
    assert is_as_new(replica(LOOK), 7)
    replica("SELECT pg_wal_replay_pause()")
    until = time.monotonic() + 10
    while replica("SELECT pg_get_wal_replay_pause_state()") != ("paused",):
        assert time.monotonic() < until
    primary("UPDATE ijm_generation SET number = 8 RETURNING number")
    time.sleep(0.5)
    assert not is_as_new(replica(LOOK), 8)
    replica("SELECT pg_wal_replay_resume()")
    while not is_as_new(replica(LOOK), 8):
        assert time.monotonic() < until, "it does not catch up"
        time.sleep(0.02)
    _number, age = replica(LOOK)
    assert 0 <= age < LATEST
