"""Every address of the site, read from the resolver, so that none can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """`name` with its namespaces, or the bare route where a pattern has no name."""

    name: str
    route: str


def every_address() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(
    patterns: list[URLPattern | URLResolver], names: str, route: str
) -> Iterator[Address]:
    for each in patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{names}{each.namespace}:" if each.namespace else names
            yield from _walk(each.url_patterns, inner, here)
        else:
            yield Address(f"{names}{each.name}" if each.name else here, here)


def model_addresses() -> dict[str, tuple[str, str]]:
    """The admin's own addresses of a model: name → (model label, action)."""
    found = {}
    for model in admin.site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for action in ("changelist", "add", "change", "delete", "history"):
            found[f"{stem}_{action}"] = (model._meta.label, action)
    return found
