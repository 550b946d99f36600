"""An old site moves in: drafts with photos, topics, dates; nothing twice or lost."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ijm.models import StaffMember
from stories.models import Arrival, Leftover, OldAddress, Photo, Story, Topic
from tests.make_stories import (
    make_photo,
    make_place,
    make_story,
    make_topic,
    picture_bytes,
)
from tests.make_wordpress import (
    attachment,
    export,
    image,
    meta,
    post,
    term,
    uploads,
    written,
    zipped,
)
from tests.stories.test_sending_photos import again, painted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editor_esi")]
BY = "--by=esi@example.org"


def moved(*words: object) -> str:
    """What the command says."""
    out = io.StringIO()
    call_command("import_wordpress", *map(str, words), BY, stdout=out)
    return out.getvalue()


def left(story: Story | None = None) -> set[str]:
    found = Leftover.objects.filter(arrival__story=story) if story else Leftover.objects
    return set(found.values_list("code", flat=True))


def test_a_post_becomes_a_draft_with_all_it_had(tmp_path, editor_esi):
    inside = term("Courts") + meta("_thumbnail_id", "5")
    words = {"excerpt__encoded": "How it began.", "slug": "the-boat"}
    file = written(
        tmp_path,
        attachment(5, "2015/03/boat.jpg", "A boat on sand", "The boat"),
        post(7, f"One.\n\n{image('2015/03/net-300x200.jpg')}", inside, **words),
    )
    folder = uploads(tmp_path, ["2015/03/boat.jpg", "2015/03/net.jpg"])
    moved(file, "--uploads", folder)
    story = Story.objects.get()
    assert (story.title, story.slug, story.dek) == (
        "Post 7",
        "the-boat",
        "How it began.",
    )
    assert (story.byline, story.state) == ("Rosa Writer", "draft")
    assert story.first_told_at.isoformat() == "2015-03-01T10:00:00+00:00"
    assert [topic.name for topic in story.topics.all()] == ["Courts"]
    assert (story.hero.alt, story.hero.caption) == ("A boat on sand", "The boat")
    inner = Photo.objects.exclude(pk=story.hero_id).get()
    assert story.body == f'<p>One.</p>\n<figure data-photo="{inner.pk}"></figure>'
    assert {photo.recognisable for photo in Photo.objects.all()} == {""}
    assert story.recognisable == ""
    assert story.latest_revision.by == editor_esi


def test_pages_arrive_as_pages_and_others_only_if_asked_for(tmp_path):
    items = (
        post(1, wp__post_type="page", slug="about"),
        post(2, wp__post_type="case"),
        post(3, wp__post_type="nav_menu_item"),
    )
    said = moved(written(tmp_path, *items))
    assert Story.objects.get().is_page
    assert "type: Items of this type" in said
    moved(written(tmp_path, *items), "--as-story=case")
    assert Story.objects.filter(kind="story").count() == 1


def test_running_it_again_changes_nothing(tmp_path):
    file = written(
        tmp_path, attachment(5, "2015/03/a.jpg"), post(7, image("2015/03/a.jpg"))
    )
    folder = uploads(tmp_path, ["2015/03/a.jpg"])
    moved(file, "--uploads", folder)
    said = moved(file, "--uploads", folder)
    assert "1 were here already" in said
    assert (Story.objects.count(), Photo.objects.count()) == (1, 1)
    assert Story.objects.get().version == 1


def test_a_file_cut_in_half_gives_what_was_whole_and_says_the_rest(tmp_path):
    text = export(*(post(number, "<p>word</p>" * 40) for number in range(1, 21)))
    file = tmp_path / "half.xml"
    file.write_text(text[: len(text) // 2], encoding="utf-8")
    said = moved(file)
    count = Story.objects.count()
    assert 8 <= count <= 10
    assert f"Post {count + 1}" in said and "The file breaks here" in said


def test_one_post_that_cannot_be_saved_stops_none(tmp_path, caplog):
    """Here because the disk has no room for its picture."""
    (tmp_path / "private").write_text("no folder")
    folder = uploads(tmp_path, ["2015/03/a.jpg"])
    items = (post(1), post(2, image("2015/03/a.jpg"), term("Courts")), post(3))
    said = moved(written(tmp_path, *items), "--uploads", folder)
    assert set(Arrival.objects.values_list("number", flat=True)) == {"1", "3"}
    assert "failed: 2 Post 2" in said and "Errno" not in said
    (tmp_path / "private").unlink()
    moved(tmp_path / "old.xml", "--uploads", folder)
    assert Story.objects.get(arrival__number="2").topics.get().name == "Courts"


def test_a_dry_run_says_all_and_changes_nothing(tmp_path):
    file = written(tmp_path, post(1, image("2015/03/a.jpg"), term("New topic")))
    folder = uploads(tmp_path, ["2015/03/a.jpg"])
    report, terms = tmp_path / "report.csv", tmp_path / "terms.csv"
    options = ["--uploads", folder, "--report", report, "--write-terms", terms]
    said = moved(file, "--dry-run", *options)
    assert "1 arrived" in said and "nothing was changed" in said
    assert "picture" not in report.read_text()
    assert "category,new-topic,New topic,1,topic: New topic" in terms.read_text()
    for model in (Story, Photo, Topic, Arrival, Leftover):
        assert not model.objects.exists(), model
    assert not list((tmp_path / "private").rglob("*.jpg"))


def test_old_terms_become_what_the_keeper_wrote(tmp_path):
    make_topic("Forced labour")
    inside = term("Slavery") + term("Phnom Penh", "post_tag") + term("misc", "post_tag")
    terms = tmp_path / "terms.csv"
    terms.write_text(
        "kind,term,name,posts,becomes\n"
        "category,slavery,Slavery,1,topic: forced LABOUR\n"
        "tag,phnom-penh,Phnom Penh,1,place: Cambodia\n"
        "tag,misc,misc,1,\n"
    )
    moved(written(tmp_path, post(1, inside=inside)), "--terms", terms)
    story = Story.objects.get()
    topic, place = story.topics.get(), story.places.get()
    assert (topic.name, topic.aliases) == ("Forced labour", ["Slavery"])
    assert (place.name, place.aliases) == ("Cambodia", ["Phnom Penh"])
    assert "term" not in left()
    old = OldAddress.objects.get(path="category/slavery")
    assert old.target == "/stories/topics/forced-labour/"


def test_without_that_file_a_term_is_what_goes_by_its_name(tmp_path):
    make_topic("Courts", aliases=["Justice"])
    make_place("Kenya")
    inside = term("JUSTICE") + term("Kenya", "post_tag") + term("hope", "post_tag")
    inside += term("Uncategorized")
    moved(written(tmp_path, post(1, inside=inside), post(2, inside=inside)))
    story = Story.objects.first()
    assert story.topics.get().name == "Courts" and story.places.get().name == "Kenya"
    assert Topic.objects.count() == 1
    unknown = Leftover.objects.get(code="term")
    assert (unknown.words, unknown.seen) == ("hope", 2)


def test_people_of_the_old_site_leave_no_trace_but_their_names(tmp_path):
    staff = StaffMember.objects.count()
    comment = "<wp:comment><wp:comment_author_email>c@private.example"
    comment += "</wp:comment_author_email></wp:comment>"
    report = tmp_path / "report.csv"
    items = (post(1, inside=comment), post(2, dc__creator="admin"))
    said = moved(written(tmp_path, *items), "--report", report)
    assert StaffMember.objects.count() == staff
    rows = [
        *Story.objects.values(),
        *Leftover.objects.values(),
        *Arrival.objects.values(),
    ]
    assert "private.example" not in f"{rows}{said}{report.read_text()}"
    assert set(Story.objects.values_list("byline", flat=True)) == {"Rosa Writer", ""}
    assert {"author", "comments"} <= left()


def test_pictures_that_cannot_come_are_told_by_name(tmp_path):
    files = {
        "wp-content/uploads/2015/03/bad.jpg": b"<?php system('x');",
        "wp-content/uploads/2015/03/tiny.png": picture_bytes((20, 20), "PNG"),
        "wp-content/uploads/2015/03/good.png": picture_bytes((300, 200), "PNG"),
    }
    body = "".join(image(f"2015/03/{n}") for n in ("bad.jpg", "tiny.png", "good.png"))
    body += image("2015/03/none.jpg") + '<img src="https://elsewhere.example/x.jpg">'
    body += image("../../../../etc/passwd")
    moved(written(tmp_path, post(1, body)), "--uploads", zipped(tmp_path, files))
    story = Story.objects.get()
    assert story.body.count("<figure") == 1 and Photo.objects.count() == 1
    codes = list(story.arrival.leftovers.values_list("code", flat=True))
    assert sorted(codes) == [
        "picture_elsewhere",
        "picture_missing",
        "picture_missing",
        "picture_refused",
        "picture_refused",
    ]


def test_a_picture_that_is_here_already_is_used_again(tmp_path, editor_esi):
    data = picture_bytes((300, 200))
    ours = make_photo(editor_esi, data)
    archive = zipped(tmp_path, {"2015/03/x.jpg": data})
    moved(written(tmp_path, post(1, image("2015/03/x.jpg"))), "--uploads", archive)
    assert Photo.objects.get() == ours


def test_a_picture_that_was_withdrawn_here_does_not_come_back(tmp_path, editor_esi):
    data = picture_bytes((600, 400))
    make_photo(editor_esi, data, title="Hers").withdraw(editor_esi, "She asked")
    archive = zipped(tmp_path, {"2015/03/x.jpg": data})
    moved(written(tmp_path, post(1, image("2015/03/x.jpg"))), "--uploads", archive)
    assert Photo.objects.count() == 1
    assert "figure" not in Story.objects.get().body
    told = Leftover.objects.get(code="picture_withdrawn")
    assert told.words.startswith("2015/03/x.jpg: ") and "Hers" in told.words


def test_a_picture_that_looks_like_another_comes_and_is_told_of(tmp_path, editor_esi):
    make_photo(editor_esi, painted(0), title="Large")
    archive = zipped(tmp_path, {"2015/03/x.jpg": again(painted(0), quality=30)})
    moved(written(tmp_path, post(1, image("2015/03/x.jpg"))), "--uploads", archive)
    assert Photo.objects.count() == 2
    assert "Large" in Leftover.objects.get(code="picture_alike").words
    moved(written(tmp_path, post(1, image("2015/03/x.jpg"))), "--uploads", archive)
    assert Photo.objects.count() == 2


def test_an_address_that_is_taken_gets_another(tmp_path):
    make_story(slug="post-1")
    moved(
        written(tmp_path, post(1), post(2, slug="preview"), post(3, slug="%e1%9e%81"))
    )
    slugs = set(Arrival.objects.values_list("story__slug", flat=True))
    assert slugs == {"post-1-2", "preview-2", "post-3"}
    assert "slug" in left()


def test_what_was_hidden_there_is_marked_and_the_bin_stays_behind(tmp_path):
    items = (
        post(1, wp__status="private"),
        post(2, wp__post_password="secret"),
        post(3, wp__status="trash"),
        post(4, wp__status="draft"),
    )
    moved(written(tmp_path, *items))
    assert Story.objects.count() == 3
    hidden = Leftover.objects.filter(code="private")
    assert set(hidden.values_list("arrival__number", flat=True)) == {"1", "2"}
    assert Story.objects.get(arrival__number="4").first_told_at is None


def test_the_report_cannot_run_in_a_spreadsheet(tmp_path):
    report = tmp_path / "report.csv"
    title = '=HYPERLINK("http://evil.example","x")'
    moved(written(tmp_path, post(1, "[xy a=1]", title=title)), "--report", report)
    rows = list(csv.reader(report.open(encoding="utf-8")))
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert any(title in cell for row in rows for cell in row)


def test_a_published_arrival_stands_under_its_first_day(tmp_path, editor_esi, client):
    moved(written(tmp_path, post(1, slug="the-boat")))
    story = Story.objects.get()
    story.revise(editor_esi, recognisable="nobody", card_summary="A boat.")
    edition = story.publish(editor_esi)
    assert edition.published_at.year == 2015 and not edition.was_updated
    story.revise(editor_esi, title="Mended")
    assert story.publish(editor_esi).was_updated


def refused(*words: object) -> str:
    with pytest.raises(CommandError) as error:
        moved(*words)
    return str(error.value)


def test_each_mistake_on_the_command_line_gets_a_sentence(tmp_path):
    file = written(tmp_path, post(1))
    terms = tmp_path / "terms.csv"
    terms.write_text("kind,term,name,posts,becomes\ntag,x,x,1,nonsense\n")
    junk = tmp_path / "junk.xml"
    junk.write_text("hello")
    assert "not an export of WordPress" in refused(junk)
    assert "No such file" in refused(tmp_path / "none.xml")
    assert "is not there" in refused(file, "--uploads", tmp_path / "none")
    assert "Line 2 of the file of terms" in refused(file, "--terms", terms)
    with pytest.raises(CommandError, match="Nobody here has the address"):
        call_command("import_wordpress", str(file), "--by=nobody@example.org")
    assert not Story.objects.exists()


def test_the_uploads_may_lie_at_any_depth(tmp_path: Path):
    data = picture_bytes((300, 200))
    for folder in ("", "uploads/", "site/wp-content/uploads/"):
        Arrival.objects.all().delete()
        archive = zipped(tmp_path, {f"{folder}2015/03/x.jpg": data}, "any.zip")
        number = len(folder) + 1
        file = written(tmp_path, post(number, image("2015/03/x-scaled.jpg")))
        moved(file, "--uploads", archive)
        assert Story.objects.get(arrival__number=number).body, folder
