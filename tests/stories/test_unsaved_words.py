"""Words that are kept while they are typed: for one person, until they are saved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stories.models import Buffer, Story
from stories.models.buffer import KEPT_FOR, forget_stale
from tests.make_stories import make_story
from tests.stories.test_at_the_desk import form_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ONE, OTHER = "a" * 16, "b" * 16
NEW = "/admin/stories/story/buffer/"
ADD = "/admin/stories/story/add/"


def keeps(client, story: Story | None, title: str, window=ONE, number=1, **more):
    """What the page sends while somebody types."""
    words = {"title": title, "window": window, "number": number, **more}
    address = f"/admin/stories/story/{story.pk}/buffer/" if story else NEW
    return client.post(address, form_data(story, **words))


def change(story: Story, more: str = "") -> str:
    return f"/admin/stories/story/{story.pk}/change/{more}"


@pytest.fixture
def wen(signed_in, writer_wen):
    return signed_in(writer_wen)


@pytest.fixture
def esi(signed_in, editor_esi):
    return signed_in(editor_esi)


def test_the_latest_of_a_window_is_kept_and_is_no_revision(wen):
    story = make_story(title="Saved")
    for number, title in ((1, "First"), (3, "Third"), (2, "Late")):
        answer = keeps(wen, story, title, number=number)
        assert answer.json()["kept"].startswith("Kept at")
    assert str(Buffer.objects.get()) == "Third"
    assert (story.revisions.count(), Story.objects.get().title) == (1, "Saved")


def test_it_is_offered_and_comes_back_into_the_form(wen):
    story = make_story(title="Saved")
    keeps(wen, story, "Typed", body="<p>Typed<script>x()</script></p>")
    assert "You have unsaved words from" in wen.get(change(story)).content.decode()
    page = wen.get(change(story, f"?buffer={Buffer.objects.get().pk}"))
    text = page.content.decode()
    assert 'value="Typed"' in text
    assert "&lt;p&gt;Typed&lt;/p&gt;" in text
    assert "You have unsaved words" not in text
    assert "errornote" not in text
    assert f'action="{change(story)}"' in text


def test_saving_ends_it_and_no_other(wen, esi):
    story = make_story()
    keeps(wen, story, "Wen’s")
    keeps(esi, story, "Esi’s")
    typed = form_data(story, title="Wen’s, saved", window=ONE)
    assert wen.post(change(story), typed).status_code == 302
    assert [str(buffer) for buffer in Buffer.objects.all()] == ["Esi’s"]


def test_what_was_put_back_ends_with_its_save(wen):
    story = make_story()
    keeps(wen, story, "Typed")
    page = wen.get(change(story, f"?buffer={Buffer.objects.get().pk}"))
    sheet = page.context_data["sheet"]
    assert (sheet.instead_of, sheet.window != ONE) == (ONE, True)
    typed = form_data(story, window=sheet.window, instead_of=ONE)
    wen.post(change(story), typed)
    assert not Buffer.objects.exists()


def test_another_window_does_not_take_its_place_unasked(wen):
    story = make_story()
    keeps(wen, story, "In the first window")
    answer = keeps(wen, story, "In the second", window=OTHER)
    assert answer.status_code == 409
    assert "from another window" in answer.json()["refused"]
    assert str(Buffer.objects.get()) == "In the first window"
    took_over = keeps(wen, story, "Put back there", window=OTHER, instead_of=ONE)
    assert took_over.status_code == 200
    assert keeps(wen, story, "Still typing", number=9).status_code == 409
    assert str(Buffer.objects.get()) == "Put back there"


def test_a_refused_save_stays_the_same_window_and_keeps_its_words(wen):
    story = make_story()
    keeps(wen, story, "Typed", number=4)
    typed = form_data(story, title="", window=ONE, number=4)
    answer = wen.post(change(story), typed)
    assert answer.context_data["sheet"].window == ONE
    assert 'name="number" value="4"' in answer.content.decode()
    assert Buffer.objects.count() == 1


def test_new_stories_each_have_their_own(wen):
    keeps(wen, None, "One story")
    keeps(wen, None, "Another", window=OTHER)
    page = wen.get(ADD).content.decode()
    assert "“One story”" in page
    assert "“Another”" in page
    wen.post(ADD, form_data(title="Another", window=OTHER))
    assert [str(buffer) for buffer in Buffer.objects.all()] == ["One story"]


def test_words_upon_an_older_version_meet_the_newer_one(wen, editor_esi):
    story = make_story(title="Begun")
    keeps(wen, story, "Wen’s, never saved")
    story.revise(editor_esi, title="Esi’s, saved")
    assert "saved since" in wen.get(change(story)).content.decode()
    answer = wen.get(change(story, f"?buffer={Buffer.objects.get().pk}"))
    page = answer.content.decode()
    for words in ("Esi Editor saved this story", "Wen’s, never saved", "Esi’s, saved"):
        assert words in page
    assert Story.objects.get().title == "Esi’s, saved"


def test_nobody_reads_it_but_who_typed_it(wen, signed_in, admin_amina, editor_esi):
    story = make_story()
    keeps(wen, story, "For Wen alone")
    keeps(wen, None, "A new one of Wen’s")
    for person in (admin_amina, editor_esi):
        client = signed_in(person)
        for buffer in Buffer.objects.all():
            back = f"?buffer={buffer.pk}"
            for address in (change(story, back), ADD + back):
                assert client.get(address).status_code == 404
            removal = f"/admin/stories/story/buffers/{buffer.pk}/removal/"
            assert client.post(removal).status_code == 404
        for address in (change(story), ADD, "/admin/stories/story/unsaved/"):
            page = client.get(address).content.decode()
            assert "For Wen alone" not in page and "new one of Wen" not in page
    assert Buffer.objects.count() == 2


def test_whoever_signs_in_at_the_same_computer_keeps_nothing_of_theirs(wen, esi):
    story = make_story()
    keeps(wen, story, "Wen’s")
    me = Buffer.objects.get().by_id
    answer = keeps(esi, story, "Wen’s, from a page still open", opened_by=me)
    assert answer.status_code == 409
    assert Buffer.objects.count() == 1


def test_a_story_kept_to_others_is_not_there(wen, editor_esi):
    story = make_story()
    story.readers.set([editor_esi])
    assert keeps(wen, story, "Guessing").status_code == 404


def test_it_is_thrown_away_when_asked(wen):
    story = make_story()
    keeps(wen, story, "Not this")
    pk = Buffer.objects.get().pk
    answer = wen.post(f"/admin/stories/story/buffers/{pk}/removal/", follow=True)
    assert "thrown away" in answer.content.decode()
    assert not Buffer.objects.exists()


def test_the_desk_reminds_and_lists_them(wen):
    keeps(wen, make_story(), "Half a thought")
    assert "words that are not saved" in wen.get("/admin/").content.decode()
    page = wen.get("/admin/stories/story/unsaved/").content.decode()
    assert "Half a thought" in page
    assert "Go on writing" in page


def test_what_nobody_came_back_for_is_forgotten(wen):
    keeps(wen, make_story(), "Long ago")
    assert forget_stale(timezone.now()) == 0
    assert forget_stale(timezone.now() + KEPT_FOR + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"body": "<p>a\x00b</p>", "ti\x00tle": "x"},
        {"body": "<p><b>never closed", "number": "", "window": "no such window"},
        {"body": "ខ្មែរ مرحبا 👋🏽", "slug": "👋", "opened_version": "x"},
        {"number": "99999999999", "opened_version": "-1"},
    ],
)
def test_whatever_is_typed_can_be_kept(wen, typed):
    answer = wen.post(NEW, form_data(**typed))
    assert answer.status_code == 200
    assert wen.get(f"{ADD}?buffer={Buffer.objects.get().pk}").status_code == 200


def test_a_page_that_is_open_says_who_else_is_there(wen, esi):
    story = make_story()
    ping = {"ping": 1, "opened_version": 1}
    address = f"/admin/stories/story/{story.pk}/buffer/"
    assert wen.post(address, ping).json() == {"others": [], "saved": ""}
    (said,) = esi.post(address, ping).json()["others"]
    assert said.startswith("Also open by Wen Writer since ")
    assert "Also open by Wen Writer" in esi.get(change(story)).content.decode()
    assert not Buffer.objects.exists()


def test_somebody_who_left_fades(wen, esi, time_machine):
    story, now = make_story(), timezone.now()
    address = f"/admin/stories/story/{story.pk}/buffer/"
    time_machine.move_to(now - timedelta(minutes=3), tick=False)
    wen.post(address, {"ping": 1})
    time_machine.move_to(now, tick=False)
    assert esi.post(address, {"ping": 1}).json()["others"] == []


def test_an_open_page_hears_of_a_save(wen, editor_esi):
    story = make_story()
    story.revise(editor_esi, title="Meanwhile")
    address = f"/admin/stories/story/{story.pk}/buffer/"
    said = wen.post(address, {"ping": 1, "opened_version": 1}).json()["saved"]
    assert said.startswith("Esi Editor saved this story at ")
