"""The environment, read by type; every mistake is told by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ijm import env


def test_what_is_set_wins_over_the_default(monkeypatch) -> None:
    monkeypatch.setenv("THING", " given ")
    assert env.text("THING", "default") == "given"
    monkeypatch.setenv("THING", "  ")
    assert env.text("THING", "default") == "default"


@pytest.mark.parametrize(
    ("value", "read", "expected"),
    [
        ("Yes", lambda: env.flag("THING", default=False), True),
        ("0", lambda: env.flag("THING", default=True), False),
        ("8080", lambda: env.number("THING", 1), 8080),
        ("b", lambda: env.choice("THING", ("a", "b"), "a"), "b"),
        ("a, b,,", lambda: env.listed("THING"), ["a", "b"]),
        ("s", lambda: env.secret("THING"), "s"),
    ],
)
def test_it_is_read_as_what_it_is(monkeypatch, value, read, expected) -> None:
    monkeypatch.setenv("THING", value)
    assert read() == expected


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("", lambda: env.text("THING")),
        ("perhaps", lambda: env.flag("THING", default=False)),
        ("-1", lambda: env.number("THING", 1)),
        ("1.5", lambda: env.number("THING", 1)),
        ("٣", lambda: env.number("THING", 1)),
        ("0", lambda: env.number("THING", 1, least=1)),
        ("c", lambda: env.choice("THING", ("a", "b"), "a")),
        ("", lambda: env.secret("THING")),
    ],
)
def test_a_mistake_is_told_by_name(monkeypatch, value: str, read: Callable) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(env.Misconfigured, match="THING"):
        read()


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from the file\n", encoding="utf-8")
    monkeypatch.setenv("THING", "from the environment")
    monkeypatch.setenv("THING_FILE", str(file))
    assert env.secret("THING") == "from the file"


def test_a_missing_or_empty_file_is_told_by_name(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THING_FILE", str(tmp_path / "none"))
    with pytest.raises(env.Misconfigured, match="THING_FILE cannot be read"):
        env.secret("THING")
    (tmp_path / "none").touch()
    with pytest.raises(env.Misconfigured, match="THING_FILE is empty"):
        env.secret("THING")
