"""`make demo`, run as a newcomer runs it: started, killed in parts, started again."""

import contextlib
import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ijm import embedded
from tests.ground.asking import ask
from tests.ground.conftest import CHECKOUT
from tests.ground.test_the_proxy import free_port

COMMAND = [sys.executable, "-m", "ijm.demo_server"]


@dataclass
class Demo:
    """One start of it, with all it said in a file."""

    data_dir: Path
    port: int
    environment: dict[str, str]

    def __post_init__(self) -> None:
        self.said = self.data_dir / f"said-{time.monotonic_ns()}"
        self.process = subprocess.Popen(
            COMMAND,
            cwd=CHECKOUT,
            env={**self.environment, "PORT": str(self.port)},
            stdout=self.said.open("w"),
            stderr=subprocess.STDOUT,
        )
        wait_for(lambda: "Ready after" in self.words or self.process.poll(), 300)
        assert "Ready after" in self.words, self.words

    @property
    def words(self) -> str:
        return self.said.read_text(encoding="utf-8")

    @property
    def seconds(self) -> float:
        return float(re.findall(r"Ready after ([\d.]+) s", self.words)[0])

    def child(self, word: str) -> int:
        """The pid of the web server or of the worker."""
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                words = (folder / "cmdline").read_text().split("\0")
                if int(parent) == self.process.pid and word in " ".join(words):
                    return int(folder.name)
        return 0

    def answers(self) -> bool:
        return status(self.port) == 200

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(30)


def status(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def wait_for(what: Callable[[], object], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.1)


def postmaster(data_dir: Path) -> int:
    pid_file = data_dir / "postgres" / "data" / "postmaster.pid"
    return int(pid_file.read_text().split()[0]) if pid_file.exists() else 0


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_it_survives_the_kill_of_each_part_and_goes_on_with_its_data(
    data_dir: Path, plain_environment: dict[str, str]
) -> None:
    demo = Demo(data_dir, free_port(), plain_environment)
    assert demo.answers()
    ask("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")

    for part in ("ijm.wsgi", "worker"):
        killed = demo.child(part)
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: demo.child(part) not in (0, killed), 15)  # noqa: B023
        wait_for(demo.answers, 30)

    killed = postmaster(data_dir)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: postmaster(data_dir) not in (0, killed), 15)
    wait_for(demo.answers, 30)
    assert ask("SELECT count(*) FROM kept") == (1000,)

    os.kill(demo.process.pid, signal.SIGKILL)
    demo.process.wait()
    wait_for(lambda: status(demo.port) == 0, 20)

    again = Demo(data_dir, demo.port, plain_environment)
    assert again.answers()
    assert "Loading the demo charity" not in again.words
    assert "Collecting static files" not in again.words
    assert again.seconds < 15  # under 5 on a machine that does nothing else
    assert ask("SELECT count(*) FROM kept") == (1000,)

    assert again.stop() == 0
    assert status(demo.port) == 0
    assert postmaster(data_dir) == 0


def refused(environment: dict[str, str], **settings: str) -> str:
    ended = subprocess.run(
        COMMAND,
        cwd=CHECKOUT,
        env={**environment, **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1, ended.stderr
    return ended.stderr


def test_a_taken_port_gets_one_sentence(plain_environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(plain_environment, PORT=str(port))
    assert said.startswith(f"Port {port} is taken by another program")
    assert f"PORT={port + 1}" in said


def test_a_port_that_is_no_number_gets_one_sentence(
    plain_environment: dict[str, str],
) -> None:
    assert refused(plain_environment, PORT="eighty").startswith("PORT is “eighty”")


def test_another_mode_gets_one_sentence(plain_environment: dict[str, str]) -> None:
    assert "unset MODE" in refused(plain_environment, MODE="production")


def test_a_folder_that_cannot_be_written_gets_one_sentence(
    data_dir: Path, plain_environment: dict[str, str]
) -> None:
    (data_dir / "file").touch()
    said = refused(plain_environment, DATA_DIR=str(data_dir / "file" / "data"))
    assert "cannot be written to" in said


def test_a_second_demo_of_the_same_data_gets_one_sentence(
    data_dir: Path, plain_environment: dict[str, str]
) -> None:
    with (data_dir / "demo.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "is running already" in refused(plain_environment, PORT="8999")


def test_data_of_another_major_version_gets_one_sentence(
    data_dir: Path, plain_environment: dict[str, str]
) -> None:
    embedded.ensure("demo")
    embedded.stop("demo")
    (data_dir / "postgres" / "data" / "PG_VERSION").write_text("12\n")
    said = refused(plain_environment, PORT=str(free_port()))
    assert "was made by PostgreSQL 12" in said
