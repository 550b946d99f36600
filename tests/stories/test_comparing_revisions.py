"""What changed in a story from one revision to another, part by part."""

import pytest

from stories.comparing.table import differences
from stories.models import Revision
from tests.make_stories import (
    make_photo,
    make_place,
    make_published,
    make_story,
    make_topic,
    reference,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture
def changes(writer_wen):
    """`changes(story)`: by label, what the last save took away and what it added."""

    def marked(story) -> dict[str, tuple[str, str]]:
        new, old = story.revisions.all()[:2]
        found = differences(old.content, new.content, writer_wen)
        return {each.label: (_said(each, "gone"), _said(each, "new")) for each in found}

    return marked


def _said(difference, fate: str) -> str:
    runs = [run for passage in difference.passages for run in passage.runs]
    return " ".join(run.text for run in runs if run.fate == fate)


def test_columns_and_lists_each_have_their_line(changes, writer_wen):
    old, new = make_topic("Debt"), make_topic("Fishing")
    story = make_story(by=writer_wen, slug="before", topics=[old])
    story.topics.set([new])
    story.places.set([make_place()])
    story.links.create(title="Report", url="https://example.org/r", source="The court")
    strip = [{"label": "Freed", "value": "33"}]
    story.revise(writer_wen, slug="after", case_strip=strip, recognisable="staff")
    assert changes(story) == {
        "address": ("before", "after"),
        "case strip": ("", "Freed: 33"),
        "topics": ("Debt", "Fishing"),
        "places": ("", "Cambodia"),
        "related links": ("", "Report · The court [https://example.org/r]"),
        "who can be recognised": ("nobody", "our staff, who signed a release"),
    }


def test_a_photo_speaks_by_its_words(changes, writer_wen):
    boat = make_photo(title="Boat", alt="A boat.", caption="In 2019.")
    road = make_photo(title="Road", alt="A road.")
    story = make_story(by=writer_wen, body=f"<p>One.</p>{reference(boat)}")
    story.revise(writer_wen, body=f"<p>One.</p>{reference(road)}", hero=boat)
    found = changes(story)
    assert "What it shows: A boat. · Caption: In 2019." in found["story"][0]
    assert "What it shows: A road. · Credit: A. Example" in found["story"][1]
    assert "Who can be recognised: nobody" in found["main photo"][1]


def test_a_caption_changed_meanwhile_is_a_change(changes, writer_wen):
    boat = make_photo(alt="A boat.", caption="In May.")
    story = make_story(by=writer_wen, body=reference(boat))
    boat.change(caption="In June.", alt="A boat on the sand.")
    story.revise(writer_wen)
    assert changes(story) == {"story": ("May", "on the sand June")}


def test_a_gallery_that_gains_a_photo_is_the_same_gallery(changes, writer_wen):
    one, two = make_photo(title="Boat"), make_photo(title="Road")
    both = f'<figure data-gallery="{one.pk} {two.pk}"></figure>'
    story = make_story(by=writer_wen, body=both.replace(f" {two.pk}", ""))
    story.revise(writer_wen, body=both)
    gone, new = changes(story)["story"]
    assert (gone, "Road" in new, "Boat" in new) == ("", True, False)


def test_what_the_table_does_not_know_is_shown_by_its_value(changes, writer_wen):
    story = make_story(by=writer_wen)
    first = story.latest_revision.content
    for number, more in ((2, {"sources": [{"title": "A"}]}), (3, {"sources": []})):
        content = {**first, **more}
        Revision.objects.create(
            story=story, number=number, by=writer_wen, content=content
        )
    assert changes(story) == {"sources": ("title: A", "")}


def test_a_story_kept_to_others_is_not_named(changes, writer_wen, editor_esi):
    secret = make_story(title="Only for Esi")
    secret.readers.set([editor_esi])
    story = make_story(by=writer_wen)
    story.related_rows.create(other=secret)
    story.revise(writer_wen)
    assert "Esi" not in str(changes(story))
    assert f"something that is gone ({secret.pk})" in str(changes(story))


def test_the_page_compares_with_what_readers_have(signed_in, writer_wen):
    story = make_published(title="As read")
    story.revise(writer_wen, title="As shortened")
    story.revise(writer_wen, title="As written", dek="More.")
    page = _page(signed_in(writer_wen), story)
    assert "what readers have" in page
    assert "end of removed." in page
    assert "read" in page and "shortened" not in page
    assert "shortened" in _page(signed_in(writer_wen), story, "?from=2&to=3")


@pytest.mark.parametrize("asked", ["?from=99", "?to=x", "?to=-1", "?from=99999999999"])
def test_a_revision_that_is_not_there(signed_in, writer_wen, asked):
    address = f"/admin/stories/story/{make_published().pk}/comparison/{asked}"
    assert signed_in(writer_wen).get(address).status_code == 404


def test_one_revision_has_nothing_beside_it(signed_in, writer_wen):
    assert "only one revision" in _page(signed_in(writer_wen), make_published())


def test_comparing_takes_few_queries(
    signed_in, writer_wen, django_assert_max_num_queries
):
    story = make_published(body="".join(reference(make_photo()) for _ in range(4)))
    story.revise(writer_wen, title="Other")
    client = signed_in(writer_wen)
    with django_assert_max_num_queries(18):
        _page(client, story)


def _page(client, story, asked: str = "") -> str:
    answer = client.get(f"/admin/stories/story/{story.pk}/comparison/{asked}")
    assert answer.status_code == 200
    return answer.content.decode()
