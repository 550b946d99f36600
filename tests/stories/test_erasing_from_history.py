"""Erasing a name from the history: two people, every copy, no words in the record."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from stories.models import Comment, Edition, Revision, Story
from stories.takedown import erasing, looking
from tests.make_names import make_name, make_subject
from tests.make_stories import make_photo, make_published, make_story
from tests.make_takedowns import begin_take_down, officer, redacted, taken_down

pytestmark = pytest.mark.django_db


def written_everywhere() -> Story:
    """A name in each kind of copy that the house keeps."""
    by = officer("A writer")
    story = make_published(
        title="Canary Birdsong speaks",
        slug="canary-birdsong",
        body="<p>Can<em>ary</em> Birdsong came. The lawyers stayed.</p>",
        case_strip=[{"label": "Name", "value": "Canary Birdsong"}],
    )
    story.revise(by, "About Canary Birdsong", title="Someone speaks", slug="someone")
    story.publish(by)
    story.record("returned", by, timezone.now(), "Is Canary Birdsong safe?")
    Comment.objects.create(
        story=story, revision=story.latest_revision, text="CANARY-BIRDSONG!", by=by
    )
    kind = ContentType.objects.get_for_model(Story)
    LogEntry.objects.create(
        user=by,
        content_type=kind,
        object_id=str(story.pk),
        object_repr="Canary Birdsong speaks",
        action_flag=CHANGE,
    )
    return story


def traces(*words: str) -> list[str]:
    """The tables that still have one of these words, whatever column it is in."""
    left = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT lower(string_agg(t::text, chr(10))) FROM "{table}" t'
            )
            rows = cursor.fetchone()[0] or ""
            left += [table] if any(word in rows for word in words) else []
    return left


def test_the_name_is_gone_from_every_table_and_all_else_stays():
    story = written_everywhere()
    make_name("Canary Birdsong")
    assert len(traces("canary", "birdsong")) >= 6
    case = redacted(taken_down())
    assert traces("canary", "birdsong") == []
    story.refresh_from_db()
    assert "The lawyers stayed." in story.body
    assert all("lawyers" in row["body"] for row in Revision.objects.all())
    assert case.redacted["stories.Revision"] == 2
    assert story.events.first().kind == "redacted"


def test_all_words_of_the_listed_stories_go_where_that_was_agreed():
    story = written_everywhere()
    make_story(title="An innocent one", body="<p>Innocent words.</p>")
    make_name("Canary Birdsong")
    redacted(taken_down(), "words")
    assert traces("lawyers", "someone speaks") == []
    assert traces("innocent words") != []
    story.refresh_from_db()
    assert story.slug.startswith("erased-")
    assert {each.redacted_at is None for each in Edition.objects.all()} == {False}


def test_the_address_answers_404(client, charity):
    written_everywhere()
    make_name("Canary Birdsong")
    redacted(taken_down())
    assert client.get("/stories/canary-birdsong/").status_code == 404
    assert client.get("/stories/someone/").status_code == 410


def test_pictures_leave_both_storages(django_capture_on_commit_callbacks):
    photo = make_photo(caption="Canary Birdsong")
    names = [photo.master, *photo._names()]
    make_name("Canary Birdsong")
    case = taken_down()
    with django_capture_on_commit_callbacks(execute=True):
        redacted(case)
    for kind in ("default", "private"):
        assert not any(storages[kind].exists(name) for name in names)


def test_it_needs_a_second_person():
    case, first = taken_down(), officer()
    erasing.ask(case, "names", first, timezone.now())
    with pytest.raises(erasing.SamePerson):
        erasing.agree(case, first, timezone.now())


def test_the_database_wants_a_second_person_too():
    from django.db import IntegrityError

    case, first = taken_down(), officer()
    erasing.ask(case, "names", first, timezone.now())
    with pytest.raises(IntegrityError):
        case.change(redaction_agreed_by=first, redaction_agreed_at=timezone.now())


def test_nothing_is_erased_before_it_was_taken_down():
    case = begin_take_down()
    with pytest.raises(erasing.NotYet):
        erasing.ask(case, "names", officer(), timezone.now())


def test_a_story_that_is_not_theirs_keeps_its_words():
    story = make_published(dek="Sok Dara, the minister, spoke.")
    make_name()
    case = begin_take_down()
    case.items.get().decide(False, officer())
    from stories.takedown.withdrawing import take_down

    take_down(case, officer(), timezone.now())
    redacted(case)
    assert story.live_edition.dek == "Sok Dara, the minister, spoke."


def test_a_walk_that_was_cut_off_goes_on_where_it_was(monkeypatch):
    from stories.takedown import walking

    for number in range(3):
        make_published(title=f"Sok Dara {number}")
    make_name()
    monkeypatch.setattr(walking, "SLICE", 0)
    case = looking.begin(make_subject(), "She asked.", officer(), timezone.now())
    looking.look_through(timezone.now())
    case.refresh_from_db()
    assert case.looked_at is None
    assert len(case.looked_from) == 1
    while not case.looked_at:
        looking.look_through(timezone.now())
        case.refresh_from_db()
    assert case.items.count() == 3
