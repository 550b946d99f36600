"""Wiring of the whole suite; the people in it are in cast.py."""

from typing import Any

import pytest

from tests import machine
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
