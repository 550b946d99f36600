"""The commands of the README, and what they say on a machine that lacks something."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.ground.conftest import CHECKOUT

MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
BOOTSTRAP = CHECKOUT / "ijm" / "deploy" / "bootstrap.py"


def make(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *words], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )


def test_every_target_is_in_its_help() -> None:
    shown = make("help").stdout
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.M)
    assert phony
    for target in phony[1].split():
        assert re.search(rf"^  make {target} +\S", shown, re.M), target


def test_the_readme_names_every_command_of_the_design() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    for target in ("demo", "test", "check", "bench", "up"):
        assert f"make {target}" in readme
        assert f"\n{target}:" in MAKEFILE


def test_no_committed_file_names_a_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("not a checkout")
    address = re.compile(
        r"(pypi|pythonhosted|npmjs|debian|pypi-more)\.(org|com|net)|file:///|"
        r"--(extra-)?index" + r"-url|--find" + r"-links|\"resolved\":"
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = CHECKOUT / name
        if not path.is_file() or path == Path(__file__):
            continue
        found = address.search(path.read_text(encoding="utf-8", errors="ignore"))
        assert not found, f"{name}: {found and found[0]}"


@pytest.mark.parametrize("name", ["", "-demo", "-test", "-audit"])
def test_every_package_is_locked_by_hash(name: str) -> None:
    lock = (CHECKOUT / f"requirements{name}.txt").read_text(encoding="utf-8")
    packages = re.split(r"^(?=[a-z])", lock, flags=re.M)[1:]
    assert packages
    for package in packages:
        assert "--hash=sha256:" in package
        assert re.match(r"[a-z0-9-]+==\d", package)


def test_what_runs_the_site_needs_no_test_tool() -> None:
    lock = (CHECKOUT / "requirements.txt").read_text(encoding="utf-8")
    assert not re.search(r"^(pytest|mypy|ruff|playwright|psycopg==)", lock, re.M)


OLD_PYTHONS = sorted((Path.home() / ".pyenv" / "versions").glob("[23].*/bin/python"))
OLD = [p for p in OLD_PYTHONS if not re.search(r"3\.1[1-9]", str(p))]


@pytest.mark.parametrize("old", OLD, ids=lambda p: p.parent.parent.name)
def test_an_old_python_gets_one_sentence(old: Path, tmp_path: Path) -> None:
    asked = subprocess.run(
        [old, BOOTSTRAP, tmp_path / "stamp"], capture_output=True, text=True
    )
    assert asked.returncode == 1
    assert asked.stderr.startswith("This needs Python 3.11 or newer")
    assert asked.stderr.count("\n") == 1


def bootstrap_without(module: str, folder: Path) -> str:
    """As Debian ships Python: the module is missing until its package is installed."""
    (folder / "sitecustomize.py").write_text(
        f"import sys\nsys.modules[{module!r}] = None\n"
    )
    asked = subprocess.run(
        [sys.executable, BOOTSTRAP, folder / "stamp"],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
    )
    assert asked.returncode == 1
    return asked.stderr


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_missing_venv_module_gets_one_sentence(module: str, tmp_path: Path) -> None:
    said = bootstrap_without(module, tmp_path)
    assert said.startswith("This Python cannot make a virtual environment")
    assert said.count("\n") == 1


def test_a_full_disk_gets_one_sentence(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("this account may not mount a small disk")
    try:
        copy = disk / "ijm" / "deploy" / "bootstrap.py"
        copy.parent.mkdir(parents=True)
        shutil.copy(BOOTSTRAP, copy)
        asked = subprocess.run(
            [sys.executable, copy, "stamp"], capture_output=True, text=True
        )
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert asked.returncode == 1
    assert "is nearly full: free 900 MB" in asked.stderr


def test_exactly_two_checks_are_silenced() -> None:
    assert sorted(settings.SILENCED_SYSTEM_CHECKS) == ["ckeditor.W001", "security.W003"]
