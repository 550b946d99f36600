"""What people send by mistake: a clear sentence each time, and nothing is lost."""

import pytest

from stories.admin.story_form import MOST_LETTERS
from stories.models import Buffer, Story
from tests.make_stories import make_story
from tests.stories.test_at_the_desk import form_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ADD = "/admin/stories/story/add/"
TWO_MEGABYTES = "ក" * (2 * 2**20 // 3)
WORD = """<html><head><meta name=Generator content="Microsoft Word 15"><style>
<!-- p.MsoNormal {margin:0cm; mso-style-parent:""} --></style></head><body lang=EN-AU>
<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->
<p class=MsoNormal style='margin:0cm'><span lang=EN-US style='font-family:"Calibri"'>
The <b style='mso-bidi-font-weight:normal'>first</b> hearing<o:p></o:p></span></p>
<p class=MsoListParagraph><![if !supportLists]><span>·&nbsp;</span><![endif]>Two</p>"""


@pytest.fixture
def wen(signed_in, writer_wen):
    return signed_in(writer_wen)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": TWO_MEGABYTES}, "letters; at most 500,000 can be saved"),
        ({"title": "A\x00B"}, "Null characters are not allowed."),
        ({"slug": "👋🏽"}, "Enter a valid “slug”"),
        ({"title": "ត" * 161}, "Ensure this value has at most 160 characters"),
    ],
)
def test_it_is_refused_in_a_sentence_and_still_there(wen, typed, sentence):
    answer = wen.post(ADD, form_data(dek="Other words of mine", **typed))
    page = answer.content.decode()
    assert sentence in page
    assert "Other words of mine" in page
    (value,) = typed.values()
    assert value.replace("\x00", "")[:MOST_LETTERS] in page.replace("\x00", "")
    assert not Story.objects.exists()


def test_tags_hundreds_deep_leave_the_words_in_the_form(wen):
    deep = f"{'<blockquote>' * 400}<p>She <b>came</b> home.</p>1 &lt; 2"
    page = wen.post(ADD, form_data(dek="Other words of mine", body=deep))
    for words in ("hundreds deep", "She came home.", "Other words of mine"):
        assert words in page.content.decode()
    assert not Story.objects.exists()
    back = page.context["adminform"].form["body"].value()
    wen.post(ADD, form_data(body=back))
    assert Story.objects.get().body == "<p>She came home.</p><p>1 &lt; 2</p>"


def test_two_megabytes_are_kept_while_they_are_cut(wen):
    typed = form_data(body=TWO_MEGABYTES, window="a" * 16, number=1)
    assert wen.post("/admin/stories/story/buffer/", typed).status_code == 200
    assert Buffer.objects.get().typed["body"] == [TWO_MEGABYTES]


def test_more_than_can_be_sent_says_so_and_goes_back(wen, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    typed = form_data(body="x" * 2000)
    answer = wen.post(ADD, typed)
    assert answer.status_code == 413
    assert "Press Back" in answer.content.decode()
    answer = wen.post("/admin/stories/story/buffer/", typed)
    assert answer.status_code == 413
    assert "too long to be kept" in answer.json()["refused"]


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("<p>One<p>Two <b>bold", "<p>One</p><p>Two <b>bold</b></p>"),
        ("<p>a\x00b</p>", "<p>ab</p>"),
        ('<p dir="rtl">مرحبا</p>', '<p dir="rtl">مرحبا</p>'),
        ("<p>ខ្ញុំ 👩🏽‍⚖️ e\u0301</p>", "<p>ខ្ញុំ 👩🏽‍⚖️ e\u0301</p>"),
    ],
)
def test_every_script_is_saved_as_it_was_typed(wen, typed, saved):
    wen.post(ADD, form_data(body=typed))
    assert Story.objects.get().body == saved


def test_of_a_paste_from_word_the_words_are_left(wen):
    wen.post(ADD, form_data(body=WORD))
    body = Story.objects.get().body
    for left in ("style", "Mso", "mso", "span", "o:p", "xml", "<!--", "class"):
        assert left not in body
    assert "<b>first</b> hearing" in body
    assert body.count("<p>") == 1
    assert "<li>" in body


def test_a_form_sent_after_the_session_ended_comes_back_whole(client, signed_in):
    """Without scripts: with them the page asks before it sends."""
    story = make_story()
    address = f"/admin/stories/story/{story.pk}/change/"
    answer = client.post(address, form_data(story, title="Written\nall day “long”"))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "nothing is lost" in page
    assert 'name="title" value="Written\nall day “long”"' in page
    assert "?next=%2Fadmin%2Fstories%2Fstory%2Fsigned-in%2F" in page
    assert "no-store" in answer["Cache-Control"]


def test_what_was_held_is_saved_after_signing_in(client, signed_in, writer_wen):
    story = make_story()
    address = f"/admin/stories/story/{story.pk}/change/"
    typed = form_data(story, title="Written all day", opened_by=writer_wen.pk)
    words = client.post(address, typed).context["words"]
    wen = signed_in(writer_wen)
    assert (
        "Close this window"
        in wen.get("/admin/stories/story/signed-in/").content.decode()
    )
    assert wen.post(address, dict(words)).status_code == 302
    assert Story.objects.get().title == "Written all day"
