"""Recordings and documents stand under the same gate as photos, and end as they do."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from ijm.contributions import chores
from ijm.dates import start_of
from stories.models import Enclosure
from stories.models.publishing import NotPublishable
from stories.models.showing import put_enclosures_right
from stories.safeguarding import safeguarding_problems
from stories.shown_where import where_shown
from tests.make_enclosures import (
    enclosed,
    make_document,
    make_recording_of,
    make_sound,
    make_video,
)
from tests.make_names import make_subject as make_s014
from tests.make_people import form_file, in_days, make_consent, make_subject
from tests.make_stories import make_published, make_story
from tests.make_takedowns import begin_take_down, listed, officer
from tests.stories.test_consent_ends import end  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ALL = ["picture", "voice", "name", "place", "details"]


@pytest.fixture
def subject():
    return make_subject()


@pytest.fixture
def consent(subject):
    return make_consent(subject, identifiers=ALL, expires_on=in_days(90))


@pytest.fixture
def sound(subject, consent) -> Enclosure:
    return make_recording_of(subject, "voice")


def codes(story, channel: str = "web", now=None) -> list[str]:
    revision = story.latest_revision
    return [each.code for each in safeguarding_problems(revision, channel, now)]


def is_open(enclosure: Enclosure) -> bool:
    return storages["default"].exists(enclosure.name)


def read(client, story) -> str:
    return client.get(story.get_absolute_url()).content.decode()


def test_who_it_is_and_by_what_is_asked_for(subject) -> None:
    sound = make_sound(recognisable="subject")
    story = make_story(body=enclosed(sound))
    assert codes(story) == ["enclosure_no_subject"]
    sound.subjects.add(subject)
    assert codes(story) == ["enclosure_no_subject", "enclosure_no_consent"]
    sound.change(known_by=["voice"])
    assert codes(story) == ["enclosure_no_consent"]
    make_consent(subject, identifiers=["picture"])
    assert codes(story) == ["enclosure_lacking"]
    make_consent(subject, identifiers=["voice"], channels=["web"])
    assert codes(story) == []
    assert codes(story, "newsletter") == ["enclosure_lacking"]


def test_a_video_is_recognised_by_all_that_was_typed(subject) -> None:
    video = make_recording_of(subject, "picture", "voice", make=make_video)
    story = make_story(body=enclosed(video))
    make_consent(subject, identifiers=["voice"])
    assert codes(story) == ["enclosure_lacking"]
    make_consent(subject, identifiers=["voice", "picture"])
    assert codes(story) == []


@pytest.mark.parametrize("answer", ["staff", "crowd"])
def test_staff_and_crowds_rest_on_a_paper_that_is_named(answer: str) -> None:
    document = make_document(recognisable=answer)
    story = make_story(body=enclosed(document))
    assert codes(story) == ["enclosure_no_release"]
    document.change(release="Releases in the staff file")
    assert codes(story) == []


def test_nothing_of_somebody_we_work_with(subject, consent) -> None:
    document = make_document(recognisable="nobody")
    document.subjects.add(subject)
    story = make_story(body=enclosed(document))
    assert codes(story) == []
    subject.change(case_closed_on=None)
    assert codes(story) == ["current_case"]


def test_a_consent_for_named_things_is_for_no_others(subject) -> None:
    one, other = (make_recording_of(subject, "voice") for _ in range(2))
    consent = make_consent(subject, identifiers=["voice"], enclosures=[one])
    assert codes(make_story(body=enclosed(one))) == []
    assert codes(make_story(body=enclosed(other))) == ["enclosure_lacking"]
    assert consent.names_things
    later = make_consent(subject, identifiers=["voice"], expires_on=in_days(400))
    assert consent.is_outlasted(in_days(0)) and not later.is_outlasted(in_days(0))


def test_withdrawn_it_leaves_every_page_and_the_storage(
    client,
    sound,
    consent,
    end,  # noqa: F811
) -> None:
    story = make_published(body=f"<p>Door.</p>{enclosed(sound)}")
    assert is_open(sound) and sound.title in read(client, story)
    assert sound.name in client.get("/stories/feed.json").content.decode()
    end(consent)
    page, feed = read(client, story), client.get("/stories/feed.json").content.decode()
    for text in (page, feed):
        assert sound.name not in text and sound.title not in text
    assert "Then somebody knocked" not in page + feed
    assert not is_open(sound)
    assert client.get(f"/media/{sound.name}").status_code == 404
    assert story.is_published


def test_the_whole_story_goes_where_that_was_chosen(
    client,
    sound,
    consent,
    end,  # noqa: F811
) -> None:
    story = make_published(body=enclosed(sound), when_consent_ends="withdraw")
    assert story.live_edition.public_until == consent.lapses_at
    end(consent)
    assert client.get(story.get_absolute_url()).status_code == 410
    assert not is_open(sound)


def test_what_was_planned_with_it_is_cancelled(
    editor_esi,
    sound,
    consent,
    end,  # noqa: F811
) -> None:
    story, now = make_story(body=enclosed(sound)), timezone.now()
    due = now + timedelta(days=1)
    story.plan_publication(editor_esi, due, "Europe/London", now)
    end(consent)
    assert not story.planned_changes.waiting().exists()


def test_a_lapse_needs_no_worker(client, sound, consent, time_machine) -> None:
    story = make_published(body=enclosed(sound))
    answer = client.get(story.get_absolute_url())
    assert answer.public_until == consent.lapses_at
    time_machine.move_to(start_of(consent.lapses_on) - timedelta(seconds=1))
    assert sound.name in read(client, story)
    time_machine.move_to(start_of(consent.lapses_on) + timedelta(seconds=1))
    assert sound.name not in read(client, story)
    assert codes(story, now=timezone.now()) == ["enclosure_lapsed"]
    assert chores.named("put-enclosures-right").by_web
    put_enclosures_right(timezone.now())
    assert not is_open(sound)


def test_a_case_that_is_opened_again_takes_it_back(
    client, signed_in, safeguarding_sol, subject, sound
) -> None:
    story = make_published(body=enclosed(sound))
    desk = signed_in(safeguarding_sol)
    words = {"reference": subject.reference, "pseudonym": subject.pseudonym}
    for prefix in ("consents", "looks"):
        words |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = desk.post(f"/admin/stories/subject/{subject.pk}/change/", words)
    assert answer.status_code == 302
    assert sound.title not in read(client, story)


def test_an_answer_that_changes_at_the_desk_is_followed(
    client, signed_in, writer_wen, subject
) -> None:
    sound = make_sound()
    story = make_published(body=enclosed(sound))
    desk, address = signed_in(writer_wen), sound.desk_url
    form = desk.get(address).content.decode()
    assert "they can be recognised by" in form.lower()
    said = {"title": sound.title, "transcript": sound.transcript}
    about = {"recognisable": "subject", "subjects": [subject.pk], "known_by": ["voice"]}
    assert desk.post(address, {**said, **about}).status_code == 302
    sound.refresh_from_db()
    assert (sound.known_by, [*sound.subjects.all()]) == (["voice"], [subject])
    assert sound.title not in read(client, story)
    make_consent(subject, identifiers=["voice"])
    assert sound.title in read(client, story)


def test_a_form_is_handed_in_for_one_recording(signed_in, writer_wen, sound) -> None:
    desk = signed_in(writer_wen)
    assert sound.title in desk.get("/admin/stories/consent/add/").content.decode()
    subject = make_subject()
    words = {
        "subject": subject.pk,
        "age": "adult",
        "language": "Khmer",
        "explained_by": "An interpreter",
        "recorded": "signed",
        "channels": ["web"],
        "identifiers": ["voice"],
        "enclosures": [sound.pk],
        "given_on": in_days(-3),
        "expires_on": in_days(300),
        "file": form_file(),
    }
    assert desk.post("/admin/stories/consent/add/", words).status_code == 302
    assert [*subject.consents.get().enclosures.all()] == [sound]


def test_it_stands_in_the_table_of_what_shows_them(subject, sound) -> None:
    (shown,) = where_shown(subject, timezone.now())
    assert shown.what == f"Recording: {sound}" and shown.state == "private"
    assert [bool(answer.until) for answer in shown.answers] == [True] * 4


def test_a_take_down_finds_it_and_takes_it_down(
    client, django_capture_on_commit_callbacks
) -> None:
    from stories.takedown.withdrawing import take_down

    subject = make_s014(case_closed_on=in_days(-900))
    make_consent(subject, identifiers=ALL)
    sound = make_recording_of(subject, "voice")
    story = make_published(body=enclosed(sound))
    case = begin_take_down()
    assert listed(case)[str(sound)] == "recorded"
    with django_capture_on_commit_callbacks(execute=True):
        take_down(case, officer(), timezone.now())
    sound.refresh_from_db()
    assert sound.withdrawn_at and not is_open(sound)
    assert sound.title not in read(client, story)
    assert case.steps.filter(name="videos").exists()


def test_unpublished_it_stays_private(editor_esi, subject) -> None:
    sound = make_recording_of(subject, "voice")
    with pytest.raises(NotPublishable):
        make_story(body=enclosed(sound)).publish(editor_esi)
    assert not is_open(sound)
