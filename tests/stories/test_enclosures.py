"""Documents and recordings in stories: what visitors get, and when it is gone."""

import json

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from stories.models import Document, Enclosure, Photo, Recording, Story
from stories.models.publishing import NotPublishable
from stories.models.showing import put_enclosures_right, put_photos_right
from stories.previewing import lend
from tests.make_enclosures import (
    SAID,
    enclosed,
    make_document,
    make_sound,
    make_video,
)
from tests.make_files import CANARY, mp3_bytes, pdf_bytes
from tests.make_names import make_name
from tests.make_stories import make_figure, make_photo, make_published, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
MOST_QUERIES = 6


def answer_of(client, story):
    answer = client.get(story.live_edition.get_absolute_url())
    assert answer.status_code == 200
    return answer


def read(client, story) -> str:
    return answer_of(client, story).content.decode()


def is_open(enclosure: Enclosure) -> bool:
    return storages["default"].exists(enclosure.name)


def test_a_document_says_its_kind_weight_and_pages(client):
    document = make_document(about="What we did.")
    page = read(client, make_published(body=enclosed(document)))
    assert f'href="/media/{document.name}"' in page
    assert 'download="annual-report-2025.pdf"' in page
    assert "2 pages" in page and "PDF, " in page and "What we did." in page


def test_its_public_file_has_no_canary_and_no_guessable_name(client):
    document, sound = make_document(), make_sound()
    make_published(body=enclosed(document) + enclosed(sound))
    for each in (document, sound):
        answer = client.get(f"/media/{each.name}")
        assert CANARY.encode() not in b"".join(answer.streaming_content)
        assert "final" not in each.name and "REC_" not in each.name
        assert len(each.name.split("/")[2].partition("-")[0]) == 24


def test_files_are_public_only_while_a_public_story_has_them(editor_esi):
    document = make_document()
    story = make_story(body=enclosed(document))
    assert not is_open(document)
    story.publish(editor_esi)
    assert is_open(document)
    story.withdraw(editor_esi, "moved", moved_to="/stories/", why="x")
    assert put_enclosures_right(timezone.now()) == 1
    assert not is_open(document)


def test_withdrawing_one_takes_it_off_the_page_and_deletes_its_public_file(
    client, editor_esi, django_capture_on_commit_callbacks
):
    document = make_document()
    story = make_published(body="<p>One.</p>" + enclosed(document))
    with django_capture_on_commit_callbacks(execute=True):
        document.withdraw(editor_esi, "A number is wrong.")
    assert not is_open(document)
    assert "documents" not in read(client, story).partition("<main")[2]


def test_a_video_is_a_link_out_and_loads_nothing_of_its_host(client):
    page = read(client, make_published(body=enclosed(make_video())))
    main = page.partition("<main")[2].partition("</main>")[0]
    assert 'href="https://www.youtube.com/watch?v=abcdefghijk"' in main
    assert "Watch the video at YouTube" in main and "3:05" in main
    assert 'alt="A door."' in main and "<iframe" not in main
    assert "<p>Then somebody knocked.</p>" in main


def test_only_its_page_lets_its_host_in(client):
    with_it = answer_of(client, make_published(body=enclosed(make_video())))
    policy = with_it["Content-Security-Policy"]
    assert "frame-src https://www.youtube-nocookie.com" in policy
    assert "vimeo" not in policy and "media-src" not in policy
    assert (
        "frame-src"
        not in answer_of(client, make_published())["Content-Security-Policy"]
    )


def test_sound_is_ours_and_plays_without_scripts(client):
    sound = make_sound()
    answer = answer_of(client, make_published(body=enclosed(sound)))
    page = answer.content.decode()
    assert f'<audio controls preload="none" src="/media/{sound.name}"' in page
    assert 'download="the-knock.mp3"' in page and "<p>The rain had stopped.</p>" in page
    assert "media-src 'self'" in answer["Content-Security-Policy"]


def test_a_video_brings_its_still_picture_into_public_sight(editor_esi):
    poster = make_photo()
    make_published(body=enclosed(make_video(poster)))
    assert poster in Photo.objects.used(timezone.now())
    poster.refresh_from_db()
    assert poster.shown_at and put_photos_right(timezone.now()) == 0


@pytest.mark.parametrize("answer", ["", "subject"])
def test_who_can_be_recognised_holds_a_story_back(editor_esi, answer):
    story = make_story(body=enclosed(make_sound(recognisable=answer)))
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi)
    assert "enclosure_" in refused.value.problems[0].code
    assert not Enclosure.objects.used(timezone.now())


def test_a_still_picture_is_asked_the_same_as_any_photo(editor_esi):
    story = make_story(body=enclosed(make_video(make_photo(recognisable=""))))
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi)
    assert [each.code for each in refused.value.problems] == ["photo_unanswered"]


def test_feeds_lead_to_it_and_carry_its_words(client):
    make_published(body=enclosed(make_video()) + enclosed(make_document()))
    item = json.loads(client.get("/stories/feed.json").content)["items"][0]
    content = item["content_html"]
    assert "https://www.youtube.com/watch?v=abcdefghijk" in content
    assert "Then somebody knocked." in content
    assert "http://localhost:8000/media/enclosures/" in content
    assert "data-module" not in content and "<details" not in content


def test_a_page_with_everything_takes_few_queries(
    client, django_assert_max_num_queries
):
    body = enclosed(make_video()) + enclosed(make_sound()) + enclosed(make_document())
    body += f'<figure data-figures="{make_figure().pk}"></figure>'
    address = make_published(body=body).get_absolute_url()
    client.get(address)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(address).status_code == 200


WORDS = {"title": "Report", "recognisable": "nobody", "transcript": SAID}


def send(client, screen: str, **typed):
    return client.post(f"/admin/stories/{screen}/add/", {**WORDS, **typed})


def test_a_writer_takes_in_a_document_and_sees_it_in_a_preview(signed_in, writer_wen):
    desk = signed_in(writer_wen)
    file = SimpleUploadedFile("a.pdf", pdf_bytes())
    assert send(desk, "document", file=file).status_code == 302
    document = Document.objects.get()
    assert (document.title, document.pages) == ("Report", 2)
    story = make_story(body=enclosed(document))
    preview = desk.get(f"/admin/stories/story/{story.pk}/preview/").content.decode()
    address = f"/admin/stories/document/file/{document.name}"
    assert f'href="{address}"' in preview
    assert desk.get(address)["Content-Disposition"].startswith("attachment")


def test_a_writer_takes_in_a_video_by_its_address(signed_in, writer_wen):
    typed = {"address": "https://youtu.be/abcdefghijk?t=4", "lasts": "3:05"}
    answer = send(signed_in(writer_wen), "recording", poster=make_photo().pk, **typed)
    assert answer.status_code == 302
    assert Recording.objects.get().seconds == 185


def a_file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.mp3", data)


@pytest.mark.parametrize(
    ("screen", "typed", "sentence"),
    [
        ("document", {"file": a_file(b"PK\x03\x04")}, "Save the document as PDF"),
        ("document", {}, "This field is required"),
        ("recording", {}, "Send a file of sound or give a video’s address"),
        ("recording", {"file": a_file(b"OggS")}, "Save the recording as MP3"),
        ("recording", {"address": "https://evil.example/v"}, "YouTube or Vimeo"),
        ("recording", {"address": "https://youtu.be/abcdefghijk"}, "Say how long"),
        (
            "recording",
            {"address": "https://vimeo.com/12345", "lasts": "9:00"},
            "Choose a photo of ours",
        ),
        (
            "recording",
            {"file": a_file(mp3_bytes()), "transcript": "  "},
            "Write down what is said",
        ),
    ],
)
def test_bad_input_gets_a_sentence_and_makes_nothing(
    signed_in, writer_wen, screen, typed, sentence
):
    answer = send(signed_in(writer_wen), screen, **typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Enclosure.objects.exists()


def test_a_protected_name_in_a_transcript_holds_the_story_back(editor_esi):
    make_name()
    story = make_story(body=enclosed(make_sound(transcript="Sok Dara was there.")))
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi)
    assert "“The knock”: transcript: a protected name" in str(refused.value)


def test_a_draft_lent_to_an_outsider_names_its_document_without_its_file(
    client, editor_esi
):
    document = make_document()
    story: Story = make_story(body=enclosed(document))
    _link, token = lend(story, "A lawyer", editor_esi, timezone.now())
    page = client.get(f"/stories/preview/{token}/").content.decode()
    assert "<strong>Annual report 2025</strong>" in page
    assert document.name not in page
