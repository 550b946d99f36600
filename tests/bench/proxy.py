"""The compose file's nginx, by its own configuration, with other ports and places."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.servers import HOST, ROOT, Server, _stop, _wait_for, free_port

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
CONFIGURATION = ROOT / "ijm" / "deploy" / "nginx.conf"


def missing() -> str:
    """Why there can be no proxy here, in a sentence; empty when there can."""
    if not CONFIGURATION.exists():
        return "Skipped: the proxy's configuration is not there."
    return "" if NGINX else "Skipped: nginx is not installed (apt install nginx-light)."


@contextmanager
def proxying(web_port: int, port: int, folder: Path) -> Iterator[Server]:
    """nginx on `port` before the web server on `web_port`; static files in `folder`."""
    (folder / "tmp").mkdir()
    written = folder / "nginx.conf"
    written.write_text(_rewritten(web_port, port, folder), encoding="utf-8")
    process = subprocess.Popen(
        [str(NGINX), "-p", str(folder), "-c", str(written), "-g", "daemon off;"],
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(process, port)
        yield Server(process, port)
    finally:
        _stop(process)


def _rewritten(web_port: int, port: int, folder: Path) -> str:
    words = CONFIGURATION.read_text(encoding="utf-8")
    for pattern, here in (
        (r"(?<=[ ])/tmp/", f"{folder}/tmp/"),
        (r"server web:\d+", f"server {HOST}:{web_port}"),
        (r"listen \d+", f"listen {HOST}:{port}"),
        (r"root /srv;", f"root {folder};"),
    ):
        words, found = re.subn(pattern, here, words)
        if not found:
            raise LookupError(f"{CONFIGURATION.name} has no “{pattern}” any more.")
    return words


__all__ = ["free_port", "missing", "proxying"]
