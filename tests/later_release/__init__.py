"""Migrations of a release that has not come: one of each kind that may follow.

The linter passes them, and `python -m tests.bench migrating` applies them to a charity
of full size. `settings.MIGRATION_MODULES` puts them behind the true ones.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("stories", "donations")
MODULES = {app: f"tests.later_release.{app}" for app in APPS}


def last_of(app: str) -> tuple[str, str]:
    """The newest migration that the app itself has; the first one here follows it."""
    return app, max(path.stem for path in (ROOT / app / "migrations").glob("0*.py"))
