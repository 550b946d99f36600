"""The gate: who can be recognised, and whether they agree, for each channel."""

import pytest
from django.utils import timezone

from stories.models import Photo
from stories.models.publishing import NotPublishable
from stories.restoring import restoration
from stories.safeguarding import safeguarding_problems
from tests.make_people import (
    hand_in,
    in_days,
    make_consent,
    make_portrait,
    make_story_of,
    make_subject,
)
from tests.make_stories import make_photo, make_story, reference

pytestmark = pytest.mark.django_db


def codes(story, channel="web") -> list[str]:
    problems = safeguarding_problems(story.latest_revision, channel)
    assert all(problem.url and str(problem) for problem in problems)
    return [problem.code for problem in problems]


def test_nobody_recognisable_needs_nobody() -> None:
    assert codes(make_story(hero=make_photo())) == []


def test_somebody_recognisable_must_be_named() -> None:
    photo = make_photo(recognisable="subject")
    story = make_story(recognisable="subject", hero=photo)
    assert codes(story) == ["no_subject", "photo_no_subject"]


def test_the_words_need_a_consent_to_what_they_give_away() -> None:
    subject = make_subject()
    story = make_story_of(subject, "name")
    assert codes(story) == ["no_consent"]
    hand_in(subject, identifiers=["name"])
    assert codes(story) == ["waiting"]
    make_consent(subject, identifiers=["place"])
    assert codes(story) == ["lacking"]
    make_consent(subject, identifiers=["name"])
    assert codes(story) == []


def test_a_photo_needs_all_who_are_in_it() -> None:
    one, other = make_subject(), make_subject()
    photo = make_portrait(one)
    photo.subjects.add(other)
    make_consent(one)
    story = make_story(body=f"<p>Words.</p>{reference(photo)}")
    problems = safeguarding_problems(story.latest_revision, "web")
    assert [problem.code for problem in problems] == ["photo_no_consent"]
    assert other.reference in str(problems[0])


def test_each_channel_is_asked_for_by_itself() -> None:
    subject = make_subject()
    story = make_story(hero=make_portrait(subject))
    make_consent(subject, channels=["web", "print"])
    found = {each: codes(story, each) for each in ("web", "newsletter", "social")}
    assert found == {
        "web": [],
        "newsletter": ["photo_lacking"],
        "social": ["photo_lacking"],
    }


def test_under_a_changed_name_only_the_case_stands_in_the_way() -> None:
    subject = make_subject(case_closed_on=None)
    story = make_story_of(subject, recognisable="nobody")
    assert codes(story) == ["current_case"]
    subject.change(case_closed_on=in_days(-400))
    assert codes(story) == []


def test_somebody_behind_in_a_photo_counts_for_the_case_too() -> None:
    photo = make_photo(recognisable="nobody")
    photo.subjects.add(make_subject(case_closed_on=in_days(-10)))
    assert codes(make_story(hero=photo)) == ["recent_case"]


@pytest.mark.parametrize("answer", ["staff", "crowd"])
def test_staff_and_crowds_rest_on_a_paper_that_is_named(answer) -> None:
    photo = make_photo(recognisable=answer)
    story = make_story(recognisable=answer, hero=photo)
    assert codes(story) == ["no_release", "photo_no_release"]
    photo.change(release="Notice at both doors, 3 May 2026")
    story.revise(story.latest_revision.by, release="Releases in the staff file")
    assert codes(story) == []


def test_an_older_revision_is_judged_by_what_it_says(editor_esi) -> None:
    subject = make_subject()
    story = make_story_of(subject, "name")
    story.appearances.all().delete()
    story.revise(editor_esi, recognisable="nobody")
    first = story.revisions.get(number=2)
    problems = safeguarding_problems(first, "web")
    assert [problem.code for problem in problems] == ["no_consent"]
    assert codes(story) == []


def test_nobody_gets_past_it_by_publishing_alone(settings, admin_amina) -> None:
    settings.TWO_PEOPLE_PUBLISH = True
    story = make_story_of(make_subject(), "name")
    with pytest.raises(NotPublishable):
        story.publish(admin_amina, alone_because="It cannot wait")


def test_what_is_kept_beside_photos_is_what_follows_from_consents() -> None:
    """Photos in every situation: the columns are equal to the derived moments."""
    one, other, now = make_subject(), make_subject(), timezone.now()
    photos = [
        make_portrait(one),
        make_portrait(one),
        make_photo(recognisable="subject"),
    ]
    photos[1].subjects.add(other)
    make_consent(one, expires_on=in_days(10))
    make_consent(one, channels=["web"], expires_on=in_days(30))
    for step in (
        lambda: make_consent(other, channels=["web"], expires_on=in_days(20)),
        lambda: one.consents.last().withdraw(
            one.consents.last().handed_in_by, "asked", "", now
        ),
        lambda: make_consent(one, photos=[photos[1]]),
    ):
        step()
        for photo in Photo.objects.all():
            for column, channel in (("web_until", "web"), ("social_until", "social")):
                derived = photo.agreed_until(channel, in_days(0))
                assert getattr(photo, column) == derived
        assert Photo.objects.all().reconsider(now) == 0
    kept = [Photo.objects.get(pk=photo.pk).web_until for photo in photos]
    assert [bool(until) for until in kept] == [True, True, False]


def test_words_that_come_back_bring_back_whom_they_show(editor_esi) -> None:
    subject = make_subject()
    story = make_story_of(subject, "name")
    story.appearances.all().delete()
    story.revise(editor_esi, recognisable="nobody")
    former = restoration(story, story.revisions.get(number=2))
    former.carry_out(editor_esi, since=story.version)
    assert codes(story) == ["no_consent"]
