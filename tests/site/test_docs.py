"""What the README promises is there, and what is there is in the README."""

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
READERS = re.compile(
    r"env\.(?:text|flag|number|choice|listed|secret)\(\s*\"([A-Z_]+)\""
)


def settings_read() -> set[str]:
    found = set()
    for path in (ROOT / "ijm").rglob("*.py"):
        found |= set(READERS.findall(path.read_text(encoding="utf-8")))
    return found | {"SECRET_KEY", "HASH_PEPPER", "SEALING_KEY"}


@pytest.mark.parametrize("name", sorted(settings_read()))
def test_every_setting_is_in_the_readme_and_the_example(name: str) -> None:
    assert f"| `{name}` |" in README
    assert re.search(rf"^#?\s*{name}=", EXAMPLE, re.MULTILINE)


def glossary() -> list[str]:
    table = README.partition("## Words")[2].partition("\n## ")[0]
    return [
        word
        for line in table.splitlines()
        for word in re.findall(r"\*\*(.+?)\*\*", line)
    ]


NOT_A_TABLE = {
    "issue",
    "delivery",
    "processor",
    "letter",
    "lane",
    "chore",
}


@pytest.mark.parametrize(
    "word", [word for word in glossary() if word not in NOT_A_TABLE]
)
def test_every_word_of_the_glossary_is_a_model(word: str) -> None:
    models = {model.__name__.lower() for model in apps.get_models()}
    assert word.replace(" ", "") in models


DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def test_decisions_are_numbered_one_by_one() -> None:
    numbers = [int(path.name.partition("-")[0]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=str)
def test_a_decision_is_one_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 90
    assert all(f"**{part}" in text for part in ("Context", "Decision", "Consequences"))


def test_commands_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    known = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    from django.core.management import get_commands

    for command in re.findall(r"`(?:manage\.py) (\w+)", README):
        assert command in known | set(get_commands()), command


SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SHOWN_BY = re.compile(r"`([a-z_/]+\.py)::(test_\w+)`")


def test_every_test_that_security_rests_on_exists() -> None:
    for file, test in SHOWN_BY.findall(SECURITY):
        source = (ROOT / "tests" / file).read_text(encoding="utf-8")
        assert re.search(rf"^ *def {test}\(", source, re.MULTILINE), (file, test)


def security_rows() -> list[str]:
    rows = [line for line in SECURITY.splitlines() if line.startswith("| ")]
    return [row for row in rows if not row.startswith("| requirement ")]


@pytest.mark.parametrize("row", security_rows(), ids=lambda row: row[2:30])
def test_each_promise_of_security_is_shown_or_owned_up_to(row: str) -> None:
    shown = SHOWN_BY.search(row) or "**Not met**" in row
    assert shown or "see *Keeping" in row or "the linter" in row or "see V16" in row
    loose = re.sub(SHOWN_BY, "", row)
    assert not re.search(r"`test_\w+|`tests/\w+/test_", loose), "name file and test"
