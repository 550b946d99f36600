"""What stands between a start of the demo and its web server; done only if needed."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import django
from django.core.management import call_command

from ijm import embedded

CHECKOUT = Path(__file__).resolve().parent.parent


def start_afresh(data_dir: Path) -> None:
    """Forget what the demo made, and only that: the folder may hold other things."""
    embedded.discard("demo")
    for name in ("media", "mail", "static"):
        shutil.rmtree(data_dir / name, ignore_errors=True)


def prepare(data_dir: Path, say: Callable[[str], None]) -> None:
    django.setup()  # reads the settings, which start the database
    say("Bringing the database up to date ...")
    call_command("migrate", verbosity=0, interactive=False)
    if _is_outdated(data_dir / "demo-loaded", _demo_content()):
        say("Loading the demo charity ...")
        call_command("load_demo")
        _remember(data_dir / "demo-loaded", _demo_content())
    if _is_outdated(data_dir / "static-collected", _static_files()):
        say("Collecting static files ...")
        call_command("collectstatic", verbosity=0, interactive=False)
        _remember(data_dir / "static-collected", _static_files())


def _is_outdated(stamp: Path, state: str) -> bool:
    return not stamp.exists() or stamp.read_text() != state


def _remember(stamp: Path, state: str) -> None:
    stamp.write_text(state)


def _demo_content() -> str:
    from ijm.models import Installation  # needs django.setup()

    loaded_at = Installation.objects.values_list("demo_loaded_at", flat=True).first()
    return f"{loaded_at} {_digest(CHECKOUT.glob('*/demo/**/*'))}"


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
