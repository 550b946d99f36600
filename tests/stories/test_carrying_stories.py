"""From one house to another: all of it, the same again, and nothing that is sealed."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from ijm.models import StaffMember
from ijm.models.sealed_text import SealedTextField
from stories.body import KINDS, Reference
from stories.models import (
    Appearance,
    Comment,
    Edition,
    FormerAddress,
    HomePage,
    OldAddress,
    Photo,
    RelatedLink,
    RelatedStory,
    Revision,
    Story,
    Subject,
    Topic,
)
from stories.moving import carried
from tests.make_enclosures import make_document
from tests.make_names import make_name
from tests.make_people import make_consent, make_subject
from tests.make_stories import (
    make_arrival,
    make_figure,
    make_person,
    make_photo,
    make_place,
    make_published,
    make_story,
    make_topic,
    reference,
)

BY = "--by=keeper@example.org"
whole_database = pytest.mark.django_db(transaction=True)


def said(command: str, *words: object) -> str:
    out = io.StringIO()
    call_command(command, *map(str, words), stdout=out)
    return out.getvalue()


def keeper() -> StaffMember:
    found = StaffMember.objects.filter(email="keeper@example.org").first()
    return found or StaffMember.objects.create_user("keeper@example.org")


def a_house() -> Story:
    """One of everything that is carried."""
    by = make_person("Dana Writer")
    hero, inner, second = make_photo(), make_photo(), make_photo()
    figure, document = make_figure(), make_document()
    body = (
        f"<p>It began.</p>{reference(inner)}"
        + str(Reference("gallery", (second.pk, inner.pk)))
        + str(Reference("figures", (figure.pk,)))
        + str(Reference("documents", (document.pk,)))
    )
    old = make_published(by, slug="the-first")
    story = make_published(
        by,
        hero=hero,
        body=body,
        topics=[make_topic(aliases=["Bondage"])],
        places=[make_place()],
        slug="the-boat",
        translation_of=old,
    )
    RelatedLink.objects.create(story=story, title="A page", url="https://x.example/")
    RelatedStory.objects.create(story=story, other=old)
    said_of = story.latest_revision
    Comment.objects.create(story=story, revision=said_of, text="Really?", by=by)
    story.readers.add(by)
    story.revise(by, "Mended", title="The boat, again")
    FormerAddress.objects.create(slug="christmas", target="/give/")
    OldAddress.objects.create(path="2015/03/the-boat", story=story)
    make_arrival(title="From the old site")
    HomePage.objects.create(lead=story, heading="We open doors")
    return story


def emptied() -> None:
    """Another database: nothing in it, and its numbers begin elsewhere."""
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        for table in carried.TABLES:
            model = table.model
            if model._meta.pk.get_internal_type() == "BigAutoField":
                name = f"{model._meta.db_table}_id_seq"
                cursor.execute("SELECT setval(%s, %s)", [name, 1_000])
    keeper()


def files(folder: Path) -> dict[str, bytes]:
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    found.pop("manifest.json")
    return found


@whole_database
def test_what_was_imported_is_exported_the_same(tmp_path, client, charity):
    a_house()
    said("export_stories", tmp_path / "first")
    said("export_stories", tmp_path / "first.zip")
    emptied()
    told = said("import_stories", tmp_path / "first.zip", BY)
    assert "3 story" in told and "They cannot sign in" in told
    said("export_stories", tmp_path / "second")
    first, second = files(tmp_path / "first"), files(tmp_path / "second")
    assert first.keys() == second.keys()
    for name, data in first.items():
        # A document is written anew by each cleaning; its row is the same.
        assert second[name] == data or name.startswith("enclosures/"), name
    assert len([name for name in first if name.startswith("masters/")]) == 3
    edition = Edition.objects.get(slug="the-boat", ended_at=None)
    assert edition.hero_id == edition.photo_ids[0] > 1_000
    assert client.get("/stories/the-boat/").status_code == 200
    assert client.get("/2015/03/the-boat/")["Location"] == "/stories/the-boat/"


@whole_database
def test_into_a_house_with_stories_only_what_is_not_there_comes(tmp_path):
    a_house()
    said("export_stories", tmp_path / "a.zip")
    emptied()
    ours = make_story(slug="the-boat", title="Ours stays")
    make_topic(introduction="As we say it")
    with pytest.raises(CommandError, match="--merge"):
        said("import_stories", tmp_path / "a.zip", BY)
    told = said("import_stories", tmp_path / "a.zip", BY, "--merge")
    assert "1 were here already" in told
    ours.refresh_from_db()
    assert (ours.title, ours.version, ours.links.count()) == ("Ours stays", 1, 0)
    assert Topic.objects.get().introduction == "As we say it"
    assert Story.objects.count() == 3
    before = {table.name: table.model.objects.count() for table in carried.TABLES}
    said("import_stories", tmp_path / "a.zip", BY, "--merge")
    after = {table.name: table.model.objects.count() for table in carried.TABLES}
    assert after == before


@whole_database
def test_what_this_house_holds_back_is_not_public_here(tmp_path, client, charity):
    make_published(slug="named", body="<p>Sok Dara came to the door.</p>")
    make_published(slug="fine")
    said("export_stories", tmp_path / "a.zip")
    emptied()
    make_name("Sok Dara")
    told = said("import_stories", tmp_path / "a.zip", BY)
    assert "public there, not here" in told
    assert client.get("/stories/fine/").status_code == 200
    assert client.get("/stories/named/").status_code == 410


@whole_database
def test_sealed_things_stay_where_they_are(tmp_path):
    subject = make_subject(pseudonym="Maly")
    photo = make_photo(recognisable="subject")
    photo.subjects.add(subject)
    make_consent(subject, guardian="", note="SEALED-NOTE")
    story = make_story(hero=photo, recognisable="subject")
    Appearance.objects.create(story=story, subject=subject, known_by=["name"])
    said("export_stories", tmp_path / "a")
    everything = b"".join(files(tmp_path / "a").values())
    assert b"SEALED-NOTE" not in everything and b"An interpreter" not in everything
    assert subject.reference.encode() in everything
    (told,) = (tmp_path / "a" / "consents.jsonl").read_text().splitlines()
    assert json.loads(told)["subject"] == 1
    emptied()
    heard = said("import_stories", tmp_path / "a", BY)
    assert "Consents that stayed with their signed forms: 1" in heard
    here = Photo.objects.get()
    assert list(here.subjects.all()) == [Subject.objects.get()]
    assert here.web_until is None and not here.is_public(timezone.now())


def test_every_table_of_stories_is_carried_or_stays_for_a_reason():
    known = {table.model.__name__ for table in carried.TABLES} | set(carried.STAYS)
    models = {
        model.__name__
        for model in apps.get_app_config("stories").get_models()
        if not model._meta.proxy
    }
    assert models == known


# Columns of numbers or of plain JSON that refer to no row.
PLAIN = {
    "story.case_strip",
    "story.updates",
    "story.ask_amounts",
    "edition.case_strip",
    "edition.updates",
    "edition.ask",
    "edition.links",
}


def test_every_column_that_may_refer_to_rows_is_renumbered():
    for table in carried.TABLES:
        assert not [c for c in table.columns if isinstance(c, SealedTextField)]
        for column in table.columns:
            if carried.holds_numbers(column):
                name = f"{table.name}.{column.name}"
                assert (name in PLAIN) != (column.name in table.refers), name
    assert set(carried.OF_A_BODY) == set(KINDS)


@pytest.fixture
def packed(db, tmp_path) -> Path:
    """An export in a folder, to be spoiled."""
    keeper()
    make_story(slug="one", hero=make_photo())
    said("export_stories", tmp_path / "a")
    return tmp_path / "a"


def spoil(packed: Path, table: str, /, **columns: object) -> None:
    path = packed / f"{table}.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    rows[0] |= columns
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def refused(folder: Path) -> str:
    counts = [table.model.objects.count() for table in carried.TABLES]
    with pytest.raises(CommandError) as error:
        said("import_stories", folder, BY, "--merge")
    assert counts == [table.model.objects.count() for table in carried.TABLES]
    return str(error.value)


SPOILT = [
    ("story", {"slug": "two", "language": "x" * 40}, "language"),
    ("story", {"slug": "two", "kind": "novel"}, "not one of the choices"),
    ("story", {"slug": "two", "canonical_elsewhere": "javascript:alert(1)"}, "URL"),
    ("story", {"slug": "two", "surprise": 1}, "surprise: not known here"),
    ("story", {"slug": "two", "version": "many"}, "version"),
    ("story", {"slug": "two", "published_at": "2020-01-01T00:00:00Z"}, "its rule"),
    ("formeraddress", {"slug": "x", "target": "//evil.example"}, "leads to no page"),
    ("formeraddress", {"slug": "x", "target": "javascript:x"}, "leads to no page"),
    ("photo", {"folder": "../../etc", "kind": "x"}, "kind"),
]


@pytest.mark.parametrize(("table", "columns", "sentence"), SPOILT)
def test_a_row_that_is_not_as_it_should_be_changes_nothing(
    packed, table, columns, sentence
):
    if table == "formeraddress":
        (packed / "formeraddress.jsonl").write_text('{"made_at": "2020-01-01"}\n')
    spoil(packed, table, **columns)
    assert sentence in refused(packed)


def test_html_of_strangers_is_cleaned_in_history_as_well(packed):
    bad = "<p>x</p><script>alert(1)</script><img src=x onerror=alert(1)>"
    spoil(packed, "story", slug="two", body=bad)
    row = json.loads((packed / "revision.jsonl").read_text())
    spoil(packed, "revision", content={**row["content"], "body": bad})
    said("import_stories", packed, BY, "--merge")
    story = Story.objects.get(slug="two")
    assert story.body == story.latest_revision["body"] == "<p>x</p>"
    link = {"title": "x", "source": "", "url": "javascript:alert(1)"}
    spoil(packed, "story", slug="three")
    spoil(packed, "revision", content={**row["content"], "links": [link]})
    assert "content" in refused(packed)


def test_a_picture_that_lies_is_refused_and_one_that_carries_more_is_stripped(packed):
    (master,) = (packed / "masters").iterdir()
    clean = master.read_bytes()
    master.write_bytes(clean + b"GPS 11.55, 104.92")
    spoil(packed, "photo", folder="0" * 24)
    said("import_stories", packed, BY, "--merge")
    photo = Photo.objects.get(folder="0" * 24)
    from django.core.files.storage import storages

    with storages["private"].open(photo.master) as file:
        assert b"GPS" not in file.read()
    master.write_bytes(b"<?php")
    spoil(packed, "photo", folder="1" * 24)
    assert "its file" in refused(packed)


DAMAGED = {
    "no manifest": lambda f: (f / "manifest.json").unlink(),
    "another format": lambda f: (f / "manifest.json").write_text('{"format": "x"}'),
    "a newer one": lambda f: spoil_manifest(f, version=99),
    "half a line": lambda f: (f / "story.jsonl").write_text('{"slug": '),
    "no object": lambda f: (f / "story.jsonl").write_text("[1]\n"),
    "deep": lambda f: (f / "story.jsonl").write_text("[" * 100_000),
    "long": lambda f: (f / "story.jsonl").write_text("x" * 17_000_000),
}


def spoil_manifest(folder: Path, **told: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **told}))


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_export_gets_a_sentence(packed, damage):
    DAMAGED[damage](packed)
    told = refused(packed)
    assert any(w in told for w in ("no export", "newer version", "damaged"))


def test_an_archive_that_climbs_gives_nothing_of_ours(packed, tmp_path):
    path = tmp_path / "climbing.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files(packed).items():
            archive.writestr(f"../{name}", data)
    assert "no export" in refused(path)


def test_an_export_never_overwrites(packed, tmp_path):
    with pytest.raises(CommandError, match="there already"):
        said("export_stories", packed)
    assert Revision.objects.count() == 1
