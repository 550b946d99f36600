"""The desk: who may do what to a story, and what the pages say."""

import pytest

from stories.models import Story, Topic
from tests.make_stories import make_photo, make_published, make_story, reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
VERBS = ("submission", "publication", "return", "withdrawal", "approval")
MAY = {
    "writer_wen": {"submission"},
    "editor_esi": {*VERBS},
    "safeguarding_sol": {"withdrawal"},
    "newsletter_noor": set(),
    "finance_femi": set(),
}


def form_data(story: Story | None = None, **typed) -> dict:
    """What the browser would send for this story's form."""
    words = {
        "kind": "story",
        "language": "en-au",
        "ask": "topic",
        "title": "Twelve ledgers",
        "slug": "twelve-ledgers",
        "card_summary": "A summary.",
        "body": "<p>One.</p>",
        "recognisable": "nobody",
        "when_consent_ends": "hide",
    }
    if story:
        words |= {name: getattr(story, name) for name in words}
        words["opened_version"] = story.version
    for prefix in ("appearances", "links", "related_rows"):
        words |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return {**words, **typed}


@pytest.mark.parametrize("person", MAY)
@pytest.mark.parametrize("verb", VERBS)
def test_each_role_has_its_verbs(request, signed_in, person, verb):
    client = signed_in(request.getfixturevalue(person))
    answer = client.get(f"/admin/stories/story/{make_published().pk}/{verb}/")
    assert answer.status_code == (200 if verb in MAY[person] else 403)


def test_a_story_is_written_and_kept_as_a_revision(signed_in, writer_wen):
    client = signed_in(writer_wen)
    typed = form_data(case_strip="Place: Cambodia\nPeople: 33 freed", note="Begun")
    answer = client.post("/admin/stories/story/add/", typed)
    assert answer.status_code == 302
    story = Story.objects.get()
    assert story.case_strip[1] == {"label": "People", "value": "33 freed"}
    assert (story.latest_revision.by, story.latest_revision.note) == (
        writer_wen,
        "Begun",
    )
    assert story.version == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"slug": "taken"}, "Another story has this address already."),
        ({"case_strip": "no colon here"}, "Write each line as"),
        ({"ask": "own", "ask_amounts": "a lot"}, "Write amounts like"),
        ({"ask_text": "Give"}, "You wrote an ask but chose another."),
        (
            {"kind": "page", "slug": "give"},
            "This word is an address of the site itself.",
        ),
    ],
)
def test_what_cannot_be_saved_is_said(signed_in, editor_esi, typed, sentence):
    make_story(slug="taken")
    answer = signed_in(editor_esi).post("/admin/stories/story/add/", form_data(**typed))
    page = answer.content.decode()
    assert sentence in page
    assert "Twelve ledgers" in page
    assert Story.objects.count() == 1


def test_amounts_are_typed_in_dollars_and_kept_in_cents(signed_in, editor_esi):
    typed = form_data(ask="own", ask_amounts="30, 60.50")
    signed_in(editor_esi).post("/admin/stories/story/add/", typed)
    story = Story.objects.get()
    assert story.ask_amounts == [3000, 6050]
    page = signed_in(editor_esi).get(f"/admin/stories/story/{story.pk}/change/")
    assert 'value="30, 60.50"' in page.content.decode()


def test_publishing_asks_first_and_then_does(signed_in, editor_esi):
    client, story = signed_in(editor_esi), make_story()
    address = f"/admin/stories/story/{story.pk}/publication/"
    assert "Publish now" in client.get(address).content.decode()
    assert not story.editions.exists()
    assert client.post(address).status_code == 302
    assert story.live_edition


def test_it_says_what_is_missing_and_where_to_mend_it(signed_in, editor_esi):
    photo = make_photo(alt="")
    story = make_story(body=f"<p>One.</p>{reference(photo)}")
    client = signed_in(editor_esi)
    answer = client.post(f"/admin/stories/story/{story.pk}/publication/")
    assert answer.status_code == 422
    assert f"/admin/stories/photo/{photo.pk}/change/" in answer.content.decode()


def test_publishing_alone_asks_for_a_reason(settings, signed_in, editor_esi):
    settings.TWO_PEOPLE_PUBLISH = True
    story = make_story(by=editor_esi)
    address = f"/admin/stories/story/{story.pk}/publication/"
    client = signed_in(editor_esi)
    assert client.post(address, {"alone_because": ""}).status_code == 422
    assert client.post(address, {"alone_because": "Court"}).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": "", "why": "x"},
        {"reason": "error", "why": ""},
        {"reason": "moved", "why": "x", "moved_to": ""},
        {"reason": "moved", "why": "x", "moved_to": "javascript:alert(1)"},
    ],
)
def test_a_withdrawal_needs_its_answers(signed_in, editor_esi, typed):
    story = make_published()
    address = f"/admin/stories/story/{story.pk}/withdrawal/"
    assert signed_in(editor_esi).post(address, typed).status_code == 422
    assert story.live_edition


def test_staff_preview_what_nobody_else_sees(client, signed_in, writer_wen):
    photo = make_photo()
    story = make_story(title="Not yet", hero=photo)
    address = f"/admin/stories/story/{story.pk}/preview/"
    answer = signed_in(writer_wen).get(address)
    page = answer.content.decode()
    assert "Not yet" in page
    assert "no-store" in answer["Cache-Control"]
    assert "/admin/stories/photo/file/photos/" in page
    assert client.get(address).status_code == 302


def test_private_files_are_for_staff_who_may_see_photos(
    client, signed_in, writer_wen, finance_femi
):
    name = make_photo().renditions.first().name
    address = f"/admin/stories/photo/file/{name}"
    assert signed_in(writer_wen).get(address).status_code == 200
    assert signed_in(finance_femi).get(address).status_code == 403
    assert client.get(address).status_code == 302
    assert (
        signed_in(writer_wen).get("/admin/stories/photo/file/masters/x").status_code
        == 404
    )


def test_a_changed_caption_reaches_readers_at_once(client, signed_in, editor_esi):
    photo = make_photo(caption="Before")
    story = make_published(hero=photo)
    typed = {
        **{name: getattr(photo, name) for name in ("title", "alt", "credit", "kind")},
        "recognisable": "nobody",
        "focal_x": 50,
        "focal_y": 50,
        "caption": "After",
    }
    signed_in(editor_esi).post(f"/admin/stories/photo/{photo.pk}/change/", typed)
    assert "After" in client.get(f"/stories/{story.slug}/").content.decode()


@pytest.mark.parametrize("state", ["draft", "review", "published", "changed", "forced"])
def test_the_list_narrows_by_state(signed_in, editor_esi, state):
    make_published(title="Public one")
    answer = signed_in(editor_esi).get(f"/admin/stories/story/?state={state}")
    assert ("Public one" in answer.content.decode()) == (state == "published")


@pytest.mark.parametrize(
    "path", ["story", "photo", "topic", "place", "impactfigure", "formeraddress"]
)
def test_each_list_and_form_opens(signed_in, editor_esi, path):
    make_published(hero=make_photo())
    client = signed_in(editor_esi)
    assert client.get(f"/admin/stories/{path}/").status_code == 200
    assert client.get(f"/admin/stories/{path}/add/").status_code == 200


def test_the_home_page_is_one_form(signed_in, editor_esi):
    client = signed_in(editor_esi)
    answer = client.get("/admin/stories/homepage/", follow=True)
    assert answer.request["PATH_INFO"] == "/admin/stories/homepage/add/"
    client.post("/admin/stories/homepage/add/", {"heading": "Hello"})
    answer = client.get("/admin/stories/homepage/", follow=True)
    assert answer.request["PATH_INFO"] == "/admin/stories/homepage/1/change/"


def test_a_topics_address_stays(signed_in, editor_esi):
    topic = Topic.objects.create(name="Old", slug="old")
    typed = {"name": "New", "slug": "new"}
    signed_in(editor_esi).post(f"/admin/stories/topic/{topic.pk}/change/", typed)
    topic.refresh_from_db()
    assert (topic.name, topic.slug) == ("New", "old")


def test_only_pages_with_the_editor_get_its_policy(signed_in, editor_esi):
    client, story = signed_in(editor_esi), make_story()
    form = client.get(f"/admin/stories/story/{story.pk}/change/")
    assert "script-src-attr 'unsafe-inline'" in form["Content-Security-Policy"]
    for path in ("", f"{story.pk}/publication/"):
        answer = client.get(f"/admin/stories/story/{path}")
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
