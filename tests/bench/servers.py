"""Real web servers as subprocesses, for benchmarks and tests of several processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PATIENCE = 20.0
KINDS = ("sync", "gthread", "granian")


@dataclass(frozen=True)
class Server:
    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def cpu_seconds(self) -> float:
        """What the server and all its workers have spent on the processor so far."""
        return sum(_cpu_of(pid) for pid in _family(self.process.pid))


def command(kind: str, application: str, port: int, workers: int) -> list[str]:
    if kind == "granian":
        return [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", HOST, "--port", str(port), "--workers", str(workers)),
            # A browser's open connections must not hold it up.
            *("--workers-kill-timeout", "1", "--log-level", "warning", application),
        ]
    threads = ("--threads", "4") if kind == "gthread" else ()
    return [
        *(sys.executable, "-m", "gunicorn", "-k", kind, "-w", str(workers), *threads),
        *("-b", f"{HOST}:{port}", "--log-level", "warning", application),
    ]


@contextmanager
def serving(
    kind: str, application: str, *, workers: int, site_url: str = "", **environment: str
) -> Iterator[Server]:
    """A server on a free port, stopped at the end; `site_url`, its own by default,

    may say `{port}`.
    """
    port = free_port()
    process = subprocess.Popen(
        command(kind, application, port, workers),
        cwd=ROOT,
        env={
            **os.environ,
            "MODE": "test",
            "SITE_URL": (site_url or f"http://{HOST}:{{port}}").format(port=port),
            "DATABASE_URL": database_url(),
            **environment,
        },
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(process, port)
        yield Server(process, port)
    finally:
        _stop(process)


def database_url() -> str:
    """The database this process is connected to, as others may name it."""
    found = connection.settings_dict
    place = quote(str(found["HOST"]), safe="")
    port = f":{found['PORT']}" if found.get("PORT") else ""
    who = ":".join(
        quote(str(found[part]), safe="") for part in ("USER", "PASSWORD") if found[part]
    )
    return f"postgres://{who}@{place}{port}/{found['NAME']}"


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return found.getsockname()[1]


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        with socket.socket() as tried:
            tried.settimeout(0.2)
            if tried.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("The server did not begin to listen.")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return
    for child in children.split():
        yield from _family(int(child))


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
