"""Stripe's bodies: forms with brackets on the way in, JSON on the way out."""

from typing import Any
from urllib.parse import parse_qsl

Params = dict[str, Any]


def read(body: str) -> Params:
    """`metadata[id]=7&expand[0]=charge` as a dict of dicts and lists."""
    found: Params = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        *way, last = name.replace("]", "").split("[")
        at = found
        for step in way:
            at = at.setdefault(step, {})
        at[last] = value
    return _lists(found)


def _lists(value: Any) -> Any:
    """What has only numbers for names is a list."""
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(each) for name, each in value.items()}
    if inner and all(name.isdigit() or not name for name in inner):
        return [inner[name] for name in sorted(inner, key=lambda n: int(n or 0))]
    return inner


def number(params: Params, name: str, default: int | None = None) -> int | None:
    return int(params[name]) if name in params else default


def yes(params: Params, name: str) -> bool:
    return params.get(name) == "true"
