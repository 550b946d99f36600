"""Wiring of the whole suite; the people in it are in cast.py."""

from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.dispatch import receiver
from django.test.signals import setting_changed

from ijm import english
from tests import machine, template
from tests.cast import *  # noqa: F403  (fixtures are found by name)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": machine.found("browser"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture(scope="session", autouse=True)
def history_may_be_cleared_between_tests() -> None:
    """Append-only tables refuse TRUNCATE; between tests that guard is lifted.

    The ordinary role meets the guard in tests/site/test_append_only.py.
    """
    flush = DatabaseOperations.execute_sql_flush

    def flush_as_a_replica(self: Any, statements: list[str]) -> None:
        flush(self, ["SET LOCAL session_replication_role = replica;", *statements])

    DatabaseOperations.execute_sql_flush = flush_as_a_replica  # type: ignore[method-assign]


@receiver(setting_changed)
def languages_are_read_anew(setting: str, **_more: Any) -> None:
    """As the house does when it starts: Django forgets its catalogues on a change."""
    if setting in {"LANGUAGES", "LOCALE_PATHS"}:
        english.forget_empty_catalogues()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: Any
) -> None:
    """By now each process knows the name of its own database."""
    with django_db_blocker.unblock():
        template.use_a_template()
