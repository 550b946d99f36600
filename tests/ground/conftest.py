"""Clusters of their own for tests of the launcher: short-lived, below tmp_path."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ijm import embedded

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data_dir(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A DATA_DIR with a short path that any account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="g-", dir="/var/tmp"))
    folder.chmod(0o755)
    monkeypatch.setenv("DATA_DIR", str(folder))
    yield folder
    monkeypatch.setenv("DATA_DIR", str(folder))
    embedded.stop("demo")
    shutil.rmtree(folder)


@pytest.fixture
def plain_environment(data_dir: Path) -> dict[str, str]:
    """This shell's, without what the suite set for itself."""
    kept = {k: v for k, v in os.environ.items() if k not in ("MODE", "TEST_SLOT")}
    return {**kept, "DATA_DIR": str(data_dir)}


def python(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **options,
    )
