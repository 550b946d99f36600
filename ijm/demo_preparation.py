"""What stands between a start of the demo and its web server; done only if needed."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import DatabaseError

from ijm import embedded

CHECKOUT = Path(__file__).resolve().parent.parent


def start_afresh(data_dir: Path) -> None:
    """Forget what the demo made, and only that: the folder may hold other things."""
    embedded.discard("demo")
    for name in ("media", "mail", "static"):
        shutil.rmtree(data_dir / name, ignore_errors=True)


def prepare(data_dir: Path, say: Callable[[str], None]) -> None:
    django.setup()  # reads the settings, which start the database
    if _is_outdated(data_dir / "migrated", _code()):
        say("Bringing the database up to date ...")
        call_command("migrate", verbosity=0, interactive=False)
        _remember(data_dir / "migrated", _code())
    with _static_files_collected_meanwhile(data_dir / "static-collected", say):
        if _is_outdated(data_dir / "demo-loaded", _demo_content()):
            say("Loading the demo charity ...")
            call_command("load_demo")
            _remember(data_dir / "demo-loaded", _demo_content())


@contextmanager
def _static_files_collected_meanwhile(
    stamp: Path, say: Callable[[str], None]
) -> Iterator[None]:
    """By a process of its own: squeezing them takes as long as loading the content."""
    if not _is_outdated(stamp, _static_files()):
        yield
        return
    say("Collecting static files ...")
    collecting = subprocess.Popen(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"],
        cwd=CHECKOUT,
    )
    try:
        yield
    finally:
        code = collecting.wait()
    if code:
        sys.exit("The static files could not be collected; the reason stands above.")
    _remember(stamp, _static_files())


def _is_outdated(stamp: Path, state: str) -> bool:
    return not stamp.exists() or stamp.read_text() != state


def _remember(stamp: Path, state: str) -> None:
    stamp.write_text(state)


def _code() -> str:
    """What `migrate` looks at, rights and roles included, and for which database."""
    apps = ("ijm", "stories", "newsletter", "donations")
    modules = (path for app in apps for path in (CHECKOUT / app).rglob("*.py"))
    return f"{_installation('created_at')} {_digest(modules)}"


def _demo_content() -> str:
    return f"{_installation('demo_loaded_at')} {_digest(CHECKOUT.glob('*/demo/**/*'))}"


def _installation(column: str) -> object:
    from ijm.models import Installation  # needs django.setup()

    try:
        return Installation.objects.values_list(column, flat=True).first()
    except DatabaseError:
        return "a database that is empty"


def _static_files() -> str:
    from django.conf import settings
    from django.contrib.staticfiles import finders

    sources = (
        Path(storage.path(name))
        for finder in finders.get_finders()
        for name, storage in finder.list([])
    )
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    return f"{_digest(sources)} {manifest.exists() and manifest.stat().st_mtime_ns}"


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        if path.is_file() and path.suffix != ".pyc":
            known = path.stat()
            digest.update(f"{path} {known.st_size} {known.st_mtime_ns}\n".encode())
    return digest.hexdigest()
