"""Wiring of the whole suite; the people in it are in cast.py."""

from typing import Any

import pytest
from django.dispatch import receiver
from django.test.signals import setting_changed

from ijm import english
from tests import emptying, machine, template
from tests.cast import *  # noqa: F403  (fixtures are found by name)
from tests.emptying import tables_are_emptied_in_one_go  # noqa: F401


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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        emptying.remember()
