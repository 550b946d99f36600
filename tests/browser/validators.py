"""Lighthouse, vnu, caniemail, by the lock of this folder: installed when asked for.

`make test` does that before it begins; this is for a test that is run alone.
"""

import os
from pathlib import Path

import pytest

from tests import machine

MODULES = Path(__file__).parent / "node_modules"
NAMES = ("lighthouse", "vnu-jar", "caniemail")


def installed() -> Path:
    """Where they are. Without them the test is skipped, or fails if it must run."""
    if not _all_there():
        machine.install_validators()
    if not _all_there():
        why = "the page validators are not installed: `npm ci` in tests/browser failed"
        if os.environ.get("REQUIRE_BROWSER", "") not in ("", "0"):
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
    return MODULES


def _all_there() -> bool:
    return all((MODULES / name).exists() for name in NAMES)
