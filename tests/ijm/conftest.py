"""What tests of the house itself share."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.db import connection

from ijm.contributions import Letter, Registry, Tag, letters
from tests.mailbox import smtp_sink

__all__ = ["smtp_sink"]


@pytest.fixture(autouse=True)
def own_data_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def contribute() -> Iterator[Callable[[Registry[Any], Any], Any]]:
    """`contribute(letters, Letter(…))`, taken back after the test."""
    added: list[tuple[Registry[Any], str]] = []

    def add(registry: Registry[Any], item: Any) -> Any:
        registry.add(item)
        added.append((registry, item.name))
        return item

    yield add
    for registry, name in added:
        del registry._items[name]


@pytest.fixture
def welcome(contribute: Any) -> Letter:
    """A letter with one tag of each kind; `extra` fills it."""
    return contribute(
        letters,
        Letter(
            name="welcome",
            title="Welcome",
            subject="Welcome, {name}",
            body="Dear {name},\n\nthank you.\n\n{open_link}\n\n{facts}",
            fill=lambda about, extra: {
                "name": "Amara",
                "open_link": "/open/token/",
                "facts": [("Amount", "$30")],
                **extra,
            },
            tags=(
                Tag("name", "the reader's name", sample="Sam"),
                Tag("open_link", "opens it", kind="button", label="Open it"),
                Tag("facts", "what was agreed", kind="block"),
            ),
        ),
    )


@pytest.fixture
def database_environment(transactional_db: None) -> dict[str, str]:
    """For processes of their own: the environment that leads to the test database."""
    found = connection.settings_dict
    host, port = quote(str(found["HOST"]), safe=""), found.get("PORT") or ""
    login = quote(found["USER"]) + (
        f":{quote(found['PASSWORD'])}" if found["PASSWORD"] else ""
    )
    address = f"{login}@{host}{f':{port}' if port else ''}/{found['NAME']}"
    return {
        **os.environ,
        "MODE": "test",
        "DATA_DIR": str(configured.DATA_DIR),
        "DATABASE_URL": f"postgres://{address}",
        "PYTHONPATH": str(configured.BASE_DIR),
        "DJANGO_SETTINGS_MODULE": "ijm.settings",
    }
