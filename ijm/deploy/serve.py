"""`python -m ijm.deploy.serve` becomes the web server, the same one everywhere."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ijm import env

APPLICATION = "ijm.wsgi:application"


def granian(host: str, port: int, processes: int, threads: int) -> list[str]:
    return [
        *("granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(processes), "--blocking-threads", str(threads)),
        *("--no-ws", "--http", "1", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
        APPLICATION,
    ]


def gunicorn(host: str, port: int, processes: int, threads: int) -> list[str]:
    return [
        *("gunicorn", "--bind", f"{host}:{port}", "--workers", str(processes)),
        *("--threads", str(threads), "--log-level", "warning"),
        *("--graceful-timeout", "5", APPLICATION),
    ]


SERVERS = {"granian": granian, "gunicorn": gunicorn}


def command(arguments: Sequence[str] = ()) -> list[str]:
    """The server's command line, for this environment."""
    server = arguments[0] if arguments else "granian"
    words = SERVERS[server](
        env.text("HOST", "127.0.0.1"),
        env.number("PORT", 8000, least=1),
        env.number("WEB_PROCESSES", max(2, os.cpu_count() or 2), least=1),
        env.number("WEB_THREADS", 4, least=1),
    )
    return [str(Path(sys.executable).with_name(words[0])), *words[1:]]


if __name__ == "__main__":
    words = command(sys.argv[1:])
    os.execv(words[0], words)  # noqa: S606
