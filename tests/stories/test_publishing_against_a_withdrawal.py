"""A story is published at the moment when the consent it stands on is withdrawn."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from stories import consenting, freezing
from stories.models import Edition
from tests.make_people import make_consent, make_story_of, make_subject
from tests.make_stories import make_person

pytestmark = pytest.mark.django_db(transaction=True)


def both_at_once(monkeypatch) -> bool:
    """Publishing stops between the gate and its commit, while the other withdraws.

    Says whether the story is public in the end.
    """
    subject, now = make_subject(), timezone.now()
    consent = make_consent(subject)
    story, by = make_story_of(subject, "name"), make_person()
    judged, may_go_on = threading.Event(), threading.Event()
    freeze = freezing.freeze

    def slowly(*args, **more):
        judged.set()
        may_go_on.wait(5)
        return freeze(*args, **more)

    monkeypatch.setattr(freezing, "freeze", slowly)

    def publish() -> None:
        story.publish(by)
        connection.close()

    def withdraw() -> None:
        consent.withdraw(by, "asked", "", now)
        connection.close()

    publishing = threading.Thread(target=publish)
    withdrawing = threading.Thread(target=withdraw)
    publishing.start()
    judged.wait(5)
    withdrawing.start()
    withdrawing.join(0.5)  # unguarded it is through by now
    may_go_on.set()
    publishing.join(10)
    withdrawing.join(10)
    return Edition.objects.public(timezone.now()).filter(story=story).exists()


def test_the_withdrawal_waits_and_then_finds_what_was_published(monkeypatch) -> None:
    assert not both_at_once(monkeypatch)


def test_control_without_the_lock_a_withdrawn_story_stays_public(monkeypatch) -> None:
    """What freezing itself reads again is shut off as well, to show the race bare."""
    monkeypatch.setattr(consenting, "stand_still", lambda: None)
    monkeypatch.setattr(consenting, "alone", lambda: None)
    monkeypatch.setattr(consenting, "ends", lambda *_given: [])
    assert both_at_once(monkeypatch)
