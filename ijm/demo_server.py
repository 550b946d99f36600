"""`make demo`: the whole charity on this machine, from the database to the worker."""

import errno
import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from ijm import demo_preparation, embedded, env
from ijm.deploy import serve
from ijm.embedded.refusal import disk_is_full
from ijm.supervisor import GaveUp, Program, Supervisor

CHECKOUT = Path(__file__).resolve().parent.parent
STAFF = ("admin", "editor", "writer", "safeguarding", "newsletter", "finance")


def main() -> None:
    began = time.monotonic()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    data_dir = Path(env.text("DATA_DIR", str(CHECKOUT / "var"))).resolve()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ijm.settings")
    try:
        with only_one(data_dir):
            check_mode()
            port = free_port()
            try:
                if env.flag("RESET", default=False):
                    demo_preparation.start_afresh(data_dir)
                demo_preparation.prepare(data_dir, say)
                keep_up(f"http://localhost:{port}", began)
            finally:
                if not env.secret("DATABASE_URL", ""):
                    embedded.stop("demo")
    except KeyboardInterrupt:
        sys.exit("Stopped before it was ready; the next start goes on from there.")
    except (ImproperlyConfigured, GaveUp) as refusal:
        sys.exit(str(refusal))
    except (OSError, OperationalError) as failure:
        if "No space left on device" not in str(failure):
            raise
        sys.exit(str(disk_is_full(data_dir)))


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Two would stop the database beneath each other."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = (data_dir / "demo.lock").open("a")
    except OSError as refused:
        if refused.errno == errno.ENOSPC:
            raise
        sys.exit(
            f"{data_dir} cannot be written to ({refused.strerror}): make it yours, or"
            " set DATA_DIR to a folder that is."
        )
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(
                f"A demo with its data in {data_dir} is running already: use that one,"
                " stop it with Ctrl-C, or set DATA_DIR (and PORT) for a second one."
            )
        yield


def check_mode() -> None:
    mode = env.text("MODE", "demo")
    if mode != "demo":
        sys.exit(f"MODE is “{mode}”, but `make demo` runs the demo: unset MODE.")


def free_port() -> int:
    port = env.number("PORT", 8000, least=1)
    host = env.text("HOST", "127.0.0.1")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            sys.exit(f"Port {port} may not be used by you: `make demo PORT=8000`.")
        except (OSError, OverflowError):
            sys.exit(
                f"Port {port} is taken by another program: choose another one, as in"
                f" `make demo PORT={port + 1 if port < 65535 else 8000}`."
            )
    return port


def keep_up(address: str, began: float) -> None:
    say("Starting the web server and the worker ...")
    Household(address, began).run()
    say("Stopped. What you did is kept; `make demo` goes on from there.")


class Household:
    """The web server first, the worker when it answers; the database at every beat."""

    def __init__(self, address: str, began: float) -> None:
        self.address = address
        self.began = began
        self.is_complete = False
        self.owns_database = not env.secret("DATABASE_URL", "")
        self.supervisor = Supervisor(self._beat)

    def run(self) -> None:
        web = Program("web server", serve.command(), CHECKOUT)
        self.supervisor.run(web)

    def _beat(self) -> None:
        if self.owns_database:
            embedded.ensure("demo")
        if not self.is_complete and self._answers():
            self.is_complete = True
            say(welcome(self.address, time.monotonic() - self.began))
            command = [sys.executable, "manage.py", "worker"]
            self.supervisor.add(Program("worker", command, CHECKOUT))

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.address}/healthz", timeout=2)  # noqa: S310
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


def welcome(address: str, seconds: float) -> str:
    staff = "\n".join(f"    {n}@example.org".ljust(32) + f"{n}-demo" for n in STAFF)
    return f"""
Ready after {seconds:.1f} s.

  The site       {address}/
  The desk       {address}/admin/

  Staff who may sign in at the desk, with their passwords:
{staff}

Ctrl-C stops all of it; what you do is kept.
"""


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
