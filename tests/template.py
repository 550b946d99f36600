"""The schema is migrated once for each state of the migrations; test databases copy it.

The template lies on the server between runs, named by a digest of all that makes it,
and holds what migrations write and no more: what follows a migration (roles, first
rows) is written into each copy anew.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.models.signals import post_migrate

HOUSE = Path(__file__).resolve().parent.parent
APPS = ("ijm", "stories", "newsletter", "donations")
IMPORTED = re.compile(rf"^(?:import|from) ((?:{'|'.join(APPS)})[.\w]*)", re.MULTILINE)


def use_a_template() -> None:
    """Django copies it instead of an empty database; the first to come makes it."""
    settings = connection.settings_dict["TEST"]
    if not settings.get("TEMPLATE"):
        settings["TEMPLATE"] = _template()


def _template() -> str:
    digest = _digest()
    name = f"ijm_template_{digest[:16]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [int(digest[:15], 16)])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            _migrate(f"{name}_half")
            cursor.execute(f'ALTER DATABASE "{name}_half" RENAME TO "{name}"')
    return name


def _migrate(name: str) -> None:
    own, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    test_name = test["NAME"]
    test["NAME"] = name
    try:
        with _nothing_follows():
            connection.creation.create_test_db(0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"], test["NAME"] = own, test_name


@contextmanager
def _nothing_follows() -> Iterator[None]:
    receivers, post_migrate.receivers = post_migrate.receivers, []
    post_migrate.sender_receivers_cache.clear()
    try:
        yield
    finally:
        post_migrate.receivers = receivers
        post_migrate.sender_receivers_cache.clear()


def _digest() -> str:
    found = hashlib.sha256((HOUSE / "requirements.txt").read_bytes())
    for app in APPS:
        for path in sorted((HOUSE / app / "migrations").glob("*.py")):
            text = path.read_text(encoding="utf-8")
            found.update(path.name.encode() + text.encode())
            for module in IMPORTED.findall(text):
                found.update(_source(module))
    return found.hexdigest()


def _source(module: str) -> bytes:
    path = HOUSE.joinpath(*module.split("."))
    return next(
        (
            each.read_bytes()
            for each in (path.with_suffix(".py"), path / "__init__.py")
            if each.is_file()
        ),
        b"",
    )
