"""Lighthouse and vnu, by the lock of this folder: installed once, when first asked for.

`make test` does that before it begins; this is for a test that is run alone.
"""

import os
from pathlib import Path

import pytest

from tests import machine

MODULES = Path(__file__).parent / "node_modules"


def installed() -> Path:
    """Where they are. Without them the test is skipped, or fails if it must run."""
    if not (MODULES / ".package-lock.json").exists():
        machine.install_validators()
    if not (MODULES / "lighthouse").exists():
        why = "the page validators are not installed: `npm ci` in tests/browser failed"
        if os.environ.get("REQUIRE_BROWSER", "") not in ("", "0"):
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
    return MODULES
