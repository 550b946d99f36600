"""Scripts are comfort: small, attached by name, never needed."""

import gzip
import re
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "static" / "js").glob("*.js"))
DESK = sorted(SCRIPTS[0].parent.glob("desk/*.js"))
START = next(path for path in SCRIPTS if path.name == "start.js")


def test_all_of_them_weigh_no_more_than_ten_kilobytes() -> None:
    assert sum(len(gzip.compress(path.read_bytes())) for path in SCRIPTS) <= 10_240


@pytest.mark.parametrize("script", [*SCRIPTS, *DESK], ids=lambda path: path.name)
def test_a_module_fits_on_one_screen(script: Path) -> None:
    assert len(script.read_text().splitlines()) <= 60


def test_start_knows_every_module_by_its_file_name() -> None:
    known = re.findall(
        r'"([\w-]+)": \(\) => import\("\./([\w-]+)\.js"\)', START.read_text()
    )
    assert known == [(path.stem, path.stem) for path in SCRIPTS if path != START]
