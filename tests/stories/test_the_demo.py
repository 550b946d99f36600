"""What the demo tells of, it has; and what it encloses can be read and heard."""

import tomllib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import storages

import stories.demo
from stories.body import KINDS, references
from stories.demo import enclosures
from stories.demo.load import impact_figures
from stories.demo.references import keys_in, numbered
from stories.models import Enclosure
from tests.make_stories import make_bare_photo, make_person

DEMO = Path(stories.demo.__file__).parent
TOLD = [*sorted(DEMO.glob("stories/*.toml")), *sorted(DEMO.glob("pages/*.toml"))]


def rows(name: str) -> list[dict]:
    return tomllib.loads((DEMO / f"{name}.toml").read_text("utf-8"))[name]


def keys(*names: str) -> set[str]:
    return {row["key"] for name in names for row in rows(name)}


def test_every_key_in_a_text_is_of_something():
    there = keys("photos", "impact_figures", "documents", "recordings")
    told = [tomllib.loads(file.read_text("utf-8")) for file in TOLD]
    named = {key for row in told for key in keys_in(row["body"], *KINDS)}
    assert named - there == set()
    assert {row["hero"] for row in told if row.get("hero")} - keys("photos") == set()
    slugs = {row["slug"] for row in told}
    assert {slug for row in told for slug in row.get("related", [])} - slugs == set()


def test_every_kind_of_block_is_shown_somewhere():
    bodies = [tomllib.loads(file.read_text("utf-8"))["body"] for file in TOLD]
    shown = {kind for body in bodies for kind in KINDS if keys_in(body, kind)}
    assert shown == set(KINDS)
    assert any("data-source" in body for body in bodies)


def test_keys_become_numbers_and_what_is_missing_nothing():
    html = '<p>A</p><figure data-gallery="a b lost"></figure>'
    html += '<figure data-recording="lost"></figure>'
    (gallery,) = references(numbered(html, {"a": 7, "b": 3}, {}, {}))
    assert (gallery.kind, gallery.ids) == ("gallery", (7, 3))


@pytest.mark.django_db
def test_its_documents_and_its_recording_are_clean_and_whole():
    by, poster = make_person(), make_bare_photo()
    photos = {row["poster"]: poster for row in rows("recordings")}
    loaded = enclosures.load(by, photos, impact_figures())
    report, sound = loaded["annual-report"], loaded["before-light"]
    assert report.pages == 3 and report.size < 20_000
    with storages["private"].open(report.name) as file:
        pdf = pikepdf.open(BytesIO(file.read()))
    assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang) == "en-AU"
    assert len(pdf.Root.StructTreeRoot.K.K) > 20
    assert str(pdf.docinfo["/Title"]) == report.title
    assert sound.lasts == "0:20" and sound.poster == poster
    assert sound.size < 80_000, "small enough for a poor line, and for the repository"
    enclosures.load(by, photos, impact_figures())
    assert Enclosure.objects.count() == len(loaded)
