"""What this machine has to test with, and what is said about tests it cannot run.

`python -m tests.machine` installs what is missing where that is possible.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ijm.embedded import binaries
from ijm.embedded.binaries import Binaries

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = {  # of Debian
    "browser": ("chromium", "fonts-liberation"),
    "java": ("default-jre-headless",),
    "proxy": ("nginx-light",),
    "older": ("postgresql",),
}
NAMES = {
    "browser": "Chromium",
    "java": "Java",
    "node": "Node 22 or newer",
    "proxy": "nginx",
    "older": "PostgreSQL older than the newest",
}


@functools.cache
def found(what: str) -> str | None:
    """The program's path, for a marker's name; None if this machine has none."""
    return {
        "browser": _chromium,
        "java": lambda: shutil.which("java"),
        "node": _node,
        "proxy": lambda: (
            shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        ),
        "older": _older_postgresql,
    }[what]()


def _chromium() -> str | None:
    chosen = os.environ.get("CHROMIUM", "")
    for name in filter(None, (chosen, *CHROMIUMS)):
        if path := shutil.which(name):
            return path
    caches = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright"))
    downloaded = caches.expanduser().glob("chromium-*/chrome-*/chrome")
    return next(iter(map(str, sorted(downloaded, reverse=True))), None)


def _node() -> str | None:
    for path in (Path(sys.prefix, "bin", "node"), shutil.which("node")):
        if path and Path(path).exists():
            asked = subprocess.run([path, "--version"], capture_output=True, text=True)
            version = re.match(r"v(\d+)", asked.stdout)
            if version and int(version[1]) >= 22:
                return str(path)
    return None


def _older_postgresql() -> str | None:
    known = [Binaries(folder) for folder in binaries.usual_folders()]
    by_age = sorted((b for b in known if b.are_complete), key=lambda b: b.major)
    differ = by_age and by_age[0].major < by_age[-1].major
    return str(by_age[0].folder) if differ else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"page", "browser", "context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


def _missing(item: pytest.Item) -> Iterator[str]:
    return (m for m in NAMES if item.get_closest_marker(m) and not found(m))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in _missing(item):
        if os.environ.get("REQUIRE_BROWSER", "") not in ("", "0"):
            pytest.fail(f"this machine has no {NAMES[marker]}", pytrace=False)
        pytest.skip(f"no {NAMES[marker]} on this machine")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    whys = Counter(
        name
        for name in NAMES.values()
        for report in skipped
        if f"no {name} on this machine" in str(report.longrepr)
    )
    for name, count in whys.items():
        terminalreporter.write_line(
            f"{count} tests did not run: no {name} here"
            " (`make test` installs what it may).",
            yellow=True,
        )


def install_what_is_missing() -> None:
    """By Debian's packages as root, else Playwright's own Chromium; never an error."""
    lacking = [what for what in PACKAGES if not found(what)]
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = [name for what in lacking for name in PACKAGES[what]]
        for command in (
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
        ):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    elif "browser" in lacking:
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            stdout=subprocess.DEVNULL,
            check=False,
        )
    found.cache_clear()
    install_validators()
    for what, name in NAMES.items():
        print(f"{name}: {found(what) or 'not found; tests that need it are skipped'}")


def install_validators() -> None:
    """What checks pages and mails, by the lock in tests/browser."""
    folder = Path(__file__).parent / "browser"
    lock, installed = folder / "package-lock.json", folder / "node_modules"
    stamp = installed / ".package-lock.json"
    node = found("node")
    if not node or stamp.exists() and stamp.stat().st_mtime > lock.stat().st_mtime:
        return
    subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"],
        cwd=folder,
        env={**os.environ, "PATH": f"{Path(node).parent}:{os.environ['PATH']}"},
        check=False,
    )


if __name__ == "__main__":
    install_what_is_missing()
