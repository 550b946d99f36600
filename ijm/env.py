"""Reading the environment: typed, loud, and always naming the variable that is wrong.

Knows nothing of Django's settings, so that anything may import it.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


class Misconfigured(ImproperlyConfigured):
    """An environment variable is missing or makes no sense; the message names it."""


def text(name: str, default: str | None = None) -> str:
    """The variable as it stands, or `default`; without a default it must be set."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise Misconfigured(f"{name} must be set; see .env.example.")
    return default


def flag(name: str, default: bool) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    raise Misconfigured(f"{name} is “{value}”; write yes or no.")


def number(name: str, default: int, least: int = 0) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise Misconfigured(
            f"{name} is “{value}”; write a whole number, {least} or more."
        )
    return int(value)


def choice(name: str, among: Sequence[str], default: str) -> str:
    value = text(name, default)
    if value not in among:
        raise Misconfigured(f"{name} is “{value}”; choose from {', '.join(among)}.")
    return value


def listed(name: str, default: str = "") -> list[str]:
    """Comma-separated values, blanks dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def beginning(prefix: str) -> dict[str, str]:
    """Those that begin so, without that; `…_FILE` names a file with the value."""
    names = [each for each in os.environ if each.startswith(prefix)]
    plain = {each.removesuffix("_FILE") for each in names}
    return {each.removeprefix(prefix): secret(each) for each in sorted(plain)}


def secret(name: str, default: str | None = None) -> str:
    """NAME, or the first line of the file named by NAME_FILE (Compose secrets)."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return text(name, default)
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except OSError as unreadable:
        raise Misconfigured(f"{name}_FILE cannot be read: {path}.") from unreadable
    if not value:
        raise Misconfigured(f"{name}_FILE is empty: {path}.")
    return value
