"""Visitors fetch a small stylesheet, and another with texts: a part a component."""

import json
import re
from pathlib import Path

import brotli
import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command

from ijm.storage import STYLESHEETS, SiteStaticStorage, folded, tightened

STATIC = Path(__file__).resolve().parents[2] / "static"
PARTS = [
    path
    for path in sorted((STATIC / "css").rglob("*.css"))
    if "admin" not in path.relative_to(STATIC).as_posix()
]
INVENTORY = """
wrap narrow band stack cluster columns split button button--give button--quiet
button--link kicker standfirst case-strip prose figure figure--wide figure__caption
figure__credit pull-quote note stage stage--free stage__label card cards card__link
card__picture card__kicker card__title card__summary card__meta lead-card plate figures
figures__value figures__label figures__source give-panel give-panel--monthly ask share
breadcrumbs pagination filters error-summary field field__label field__hint field__error
field__input choices choices__legend choices__list choice choice__text choice__hint
checkbox summary-list summary-list__row table confirmation timeline timeline__item
timeline__item--done status status--ok status--warn status--bad sign-up portal-panel
progress exit-bar byline meta tag-list visually-hidden skip-link
""".split()
PHYSICAL = re.compile(r"[{;\s](?:margin|padding|border)-(?:left|right|top|bottom)\b")


@pytest.fixture(scope="module")
def sheets() -> dict[str, str]:
    storage = FileSystemStorage(STATIC)
    names = [path.relative_to(STATIC).as_posix() for path in PARTS]
    files = {name: (storage, name) for name in names}
    return {sheet: folded(files, sheet) for sheet in STYLESHEETS}


@pytest.fixture(scope="module")
def stylesheet(sheets: dict[str, str]) -> str:
    return "".join(sheets.values())


def test_each_is_one_file(stylesheet: str) -> None:
    assert "@import" not in stylesheet


@pytest.mark.parametrize(
    ("sheet", "most"),
    [("css/site.css", 8192), ("css/story.css", 3072), ("css/give.css", 2048)],
)
def test_it_weighs_little(sheets: dict[str, str], sheet: str, most: int) -> None:
    assert len(brotli.compress(sheets[sheet].encode())) <= most


def test_it_begins_with_the_order_of_its_layers(stylesheet: str) -> None:
    assert stylesheet.startswith("@layer tokens,reset,base,layout,components,")


def test_every_part_is_in_one_of_them() -> None:
    sheets = "".join((STATIC / sheet).read_text() for sheet in STYLESHEETS)
    parts = {path.relative_to(STATIC).as_posix() for path in PARTS}
    imported = re.findall(r'@import url\("(.+?)"\)', sheets)
    named = [f"css/{part}" for part in imported]
    assert sorted(named) == sorted(parts - {*STYLESHEETS})


@pytest.mark.parametrize("name", INVENTORY)
def test_every_class_that_templates_use_has_rules(name: str, stylesheet: str) -> None:
    assert re.search(rf"\.{name}(?![\w-])", stylesheet)


@pytest.mark.parametrize("part", PARTS, ids=lambda path: path.name)
def test_a_part_flips_with_the_direction_of_writing(part: Path) -> None:
    rules = part.read_text()
    assert not PHYSICAL.search(rules)
    assert "!important" not in rules


def test_strings_keep_their_spaces_and_comments_go() -> None:
    loose = 'a::after {\n  content: " ( { ";  /* why: x */\n  margin: 0 -1px;\n}\n'
    assert tightened(loose) == 'a::after{content:" ( { ";margin:0 -1px}'


def test_space_that_means_something_stays() -> None:
    loose = (
        ".a :focus { width: calc(1px + 2px) } @media print and (width > 1px) { b {} }"
    )
    assert tightened(loose) == (
        ".a :focus{width:calc(1px + 2px)}@media print and (width>1px){b{}}"
    )


@pytest.fixture
def collected(tmp_path, settings) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_DIRS = [STATIC]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "ijm.storage.SiteStaticStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_collecting_folds_hashes_and_compresses(collected: Path) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    sheet = collected / names["css/site.css"]
    assert "@import" not in sheet.read_text()
    assert names["fonts/hanken.woff2"].rpartition("/")[2] in sheet.read_text()
    assert sheet.with_name(f"{sheet.name}.br").exists()
    start = (collected / names["js/start.js"]).read_text()
    assert names["js/play-here.js"].rpartition("/")[2] in start
    assert not any(name.startswith("ckeditor/ckeditor/") for name in names)
    editor = collected / "ckeditor" / "ckeditor" / "ckeditor.js"
    for ending in (".br", ".gz"):
        small = editor.with_name(f"{editor.name}{ending}")
        assert small.stat().st_size < editor.stat().st_size / 3


def test_a_file_without_a_hash_goes_by_its_own_name(tmp_path) -> None:
    storage = SiteStaticStorage(location=tmp_path, base_url="/static/")
    assert storage.url("ckeditor/ckeditor/ckeditor.js").endswith("/ckeditor.js")
    assert storage.url("img/none.svg#mark") == "/static/img/none.svg#mark"
