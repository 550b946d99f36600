"""The house keeps its shape: imports point one way, modules are short, doors few."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("ijm", "stories", "newsletter", "donations")
LONGEST = 250
ONLY_HERE = {
    "stripe": "donations/processors/stripe/",
    "EmailMultiAlternatives": "ijm/mail.py",
    "fido2": "ijm/second_factor/passkeys.py",
    "segno": "ijm/second_factor/qr.py",
}
EMPTY_NAMES = {"utils", "helpers", "services", "managers", "common", "misc"}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def imported(path: Path) -> set[str]:
    """Every module and name that a file imports, dotted."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", list(modules(*APPS)), ids=str)
def test_imports_point_one_way(path: Path) -> None:
    app = path.relative_to(ROOT).parts[0]
    forbidden = set(APPS[APPS.index(app) + 1 :])
    reached = {name.split(".")[0] for name in imported(path)}
    assert not reached & forbidden


@pytest.mark.parametrize("path", list(modules(*APPS)), ids=str)
def test_no_module_is_longer_than_a_few_screens(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize(("name", "home"), list(ONLY_HERE.items()))
def test_the_outside_world_has_one_door(name: str, home: str) -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in modules(*APPS)
        if any(name in _foreign(dotted) for dotted in imported(path))
    }
    assert {user for user in users if not user.startswith(home)} == set()


def _foreign(dotted: str) -> list[str]:
    """The parts of a name that is not ours: a door may be called like what it opens."""
    parts = dotted.split(".")
    return [] if parts[0] in APPS else parts


def test_a_file_is_named_for_its_idea() -> None:
    assert not [path for path in modules(*APPS) if path.stem in EMPTY_NAMES]


def test_the_architecture_test_sees_a_wrong_import(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from donations.models import Pledge\n", encoding="utf-8")
    assert "donations.models.Pledge" in imported(wrong)
