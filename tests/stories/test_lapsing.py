"""What the calendar does: owners hear ahead, once each, and rows are put right."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from ijm import standing_in
from ijm.desk import _waiting_for
from ijm.letters import compose
from ijm.models import OutgoingMail
from stories.demo import people
from stories.lapsing import put_consents_right, tell_of_lapses
from stories.models import Consent, Photo, Subject
from tests.make_people import (
    hand_in,
    in_days,
    make_consent,
    make_portrait,
    make_story_of,
    make_subject,
)
from tests.make_stories import make_person, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


def letters(name: str) -> list[str]:
    sent = OutgoingMail.objects.filter(letter=name)
    return sorted(sent.values_list("recipient", flat=True))


def test_each_owner_hears_60_30_and_7_days_ahead_once(safeguarding_sol) -> None:
    consent = make_consent(make_subject(), expires_on=in_days(61))
    owners = {consent.handed_in_by, consent.verified_by, safeguarding_sol}
    told = []
    for days in range(70):
        told += [days] * tell_of_lapses(timezone.now() + timedelta(days=days))
        assert tell_of_lapses(timezone.now() + timedelta(days=days)) == 0
    assert told == sorted([1, 31, 54] * len(owners))
    assert set(letters("consent-lapses")) == {person.email for person in owners}


def test_a_consent_that_comes_late_is_told_of_once_not_thrice() -> None:
    make_consent(make_subject(), expires_on=in_days(5))
    assert tell_of_lapses(timezone.now()) == 2  # who handed in, who verified


def test_nobody_is_told_of_what_another_consent_outlasts() -> None:
    subject = make_subject()
    make_consent(subject, expires_on=in_days(20))
    make_consent(subject, expires_on=in_days(300))
    assert tell_of_lapses(timezone.now()) == 0


def test_the_letter_names_a_reference_and_no_person() -> None:
    subject = make_subject(pseudonym="Marigold")
    make_consent(subject, expires_on=in_days(5))
    tell_of_lapses(timezone.now())
    composed = compose(OutgoingMail.objects.filter(letter="consent-lapses").first())
    assert subject.reference in composed.subject
    assert "Marigold" not in composed.text


def test_who_handed_it_in_hears_what_was_decided(safeguarding_sol) -> None:
    subject, wen = make_subject(), make_person()
    make_consent(subject)
    hand_in(subject).refuse(safeguarding_sol, "The date is missing", timezone.now())
    assert letters("consent-verified") == [wen.email]
    refused = OutgoingMail.objects.get(letter="consent-refused")
    assert "The date is missing" in compose(refused).text


def test_the_desk_of_safeguarding_says_what_waits(safeguarding_sol, writer_wen) -> None:
    subject = make_subject()
    hand_in(subject)
    make_consent(make_subject(), expires_on=in_days(10))
    make_consent(make_subject(), expires_on=in_days(-3))
    lines = {str(line.title): line.count for line in _waiting_for(safeguarding_sol)}
    assert {count for title, count in lines.items() if "Consents" in title} == {1}
    assert len([title for title in lines if "Consents" in title]) == 3
    assert not [w for w in _waiting_for(writer_wen) if "Consents" in str(w.title)]


def test_the_worker_puts_right_what_no_act_would_have_left() -> None:
    subject = make_subject()
    consent = make_consent(subject)
    portrait, story = make_portrait(subject), make_story_of(subject, "name")
    story.publish(consent.handed_in_by)
    now = timezone.now()
    Photo.objects.filter(pk=portrait.pk).update(web_until=None)
    subject.change(case_closed_on=None)
    assert put_consents_right(now) == 2  # the photo's other column, and the edition
    assert not story.live_edition.is_public(now)
    assert put_consents_right(now) == 0
    subject.change(case_closed_on=in_days(-500))
    put_consents_right(now)
    portrait.refresh_from_db()
    assert portrait.web_until == consent.lapses_at


def test_a_date_takes_the_files_away_though_no_worker_lives(time_machine) -> None:
    subject = make_subject()
    consent = make_consent(subject, expires_on=in_days(3))
    portrait = make_portrait(subject)
    make_published(hero=portrait)
    name = portrait._names()[0]
    assert storages["default"].exists(name)
    time_machine.move_to(consent.lapses_at - timedelta(seconds=30), tick=False)
    standing_in.stand_in(timezone.now())  # the rows of the chores are laid out
    time_machine.move_to(consent.lapses_at + timedelta(seconds=15), tick=False)
    assert standing_in.stand_in(timezone.now()) == 2  # those of recordings, too
    assert not storages["default"].exists(name)
    assert standing_in.stand_in(timezone.now()) == 0


def test_the_demo_has_people_in_every_state(safeguarding_sol, writer_wen) -> None:
    for _time in range(2):
        people.load()
    states = [consent.state(in_days(0)) for consent in Consent.objects.all()]
    assert sorted(states) == [
        "in force",
        "in force, ends soon",
        "to verify",
        "withdrawn",
    ]
    assert Subject.objects.count() == 5
