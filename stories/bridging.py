"""Low-risk arrivals may be public for a while: called so, signed for, and ended.

Signing and ending stand alone against publishing, as changes of consents do.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ijm import generation
from ijm.dates import start_of
from stories import low_risk
from stories.body import plain_text, shortened
from stories.consenting import alone
from stories.models import Arrival, Bridge, BridgingAcceptance, Photo, Story
from stories.models.arrival import ArrivalQuerySet
from stories.models.showing import put_photos_right
from stories.safeguarding import Problem

if TYPE_CHECKING:
    from ijm.models import StaffMember

SUMMARY = 240
CHANGED = _("It was changed since it was called low-risk. Look at it again.")
NOT_CALLED = _("Nobody has called it low-risk.")
OWN = _("You called it low-risk yourself. A second person signs for it.")


class NotLowRisk(Exception):
    """Why one of the arrivals cannot be called so, or signed for."""

    def __init__(self, arrival: Arrival, problems: list[Problem]) -> None:
        super().__init__(f"{arrival.story}: {' '.join(map(str, problems))}")
        self.arrival, self.problems = arrival, problems


def call_low_risk(arrival: Arrival, by: "StaffMember", now: datetime) -> None:
    """Nobody can be recognised in it, says `by`, who looked. Raises NotLowRisk.

    Where cards have no summary yet, its first words become one: they were read, too.
    """
    story = arrival.story
    if problems := low_risk.against(story, now):
        raise NotLowRisk(arrival, problems)
    with transaction.atomic():
        if not story.card_summary.strip() and not story.is_page:
            words = story.dek or plain_text(story.body)
            story.revise(by, card_summary=shortened(words, SUMMARY))
        arrival.call_low_risk(by, max(now, story.changed_at))


def obstacles(arrival: Arrival, signer: "StaffMember", now: datetime) -> list[Problem]:
    """Why `signer` cannot sign for it now."""
    if arrival.decision != Arrival.Decision.LOW_RISK or arrival.decided_at is None:
        return [Problem("not_called", NOT_CALLED)]
    found = low_risk.against(arrival.story, now)
    if arrival.story.changed_at > arrival.decided_at:
        found.append(Problem("changed", CHANGED))
    if settings.TWO_PEOPLE_PUBLISH and arrival.decided_by_id == signer.pk:
        found.append(Problem("own", OWN))
    return found


def unsigned(now: datetime) -> ArrivalQuerySet:
    """Called low-risk, and not yet signed for as they are now."""
    called = Arrival.objects.filter(decision=Arrival.Decision.LOW_RISK)
    signed = Bridge.objects.in_force(now).filter(revision__number=F("story__version"))
    return called.exclude(story__in=signed.values("story")).select_related("story")


def sign(
    arrivals: Sequence[Arrival],
    by: "StaffMember",
    ends_on: date,
    reason: str,
    now: datetime,
) -> BridgingAcceptance:
    """Answer for all of them until `ends_on`, or raise NotLowRisk and sign for none."""
    with transaction.atomic():
        alone()
        for arrival in arrivals:
            if problems := obstacles(arrival, by, now):
                raise NotLowRisk(arrival, problems)
        acceptance = BridgingAcceptance.objects.create(
            signed_at=now, signed_by=by, ends_on=ends_on, reason=reason
        )
        for arrival in arrivals:
            _bridge(acceptance, arrival, by, now)
        generation.bump()
    return acceptance


def _bridge(
    acceptance: BridgingAcceptance, arrival: Arrival, by: "StaffMember", now: datetime
) -> None:
    story = arrival.story
    revision = story.latest_revision
    assert revision and arrival.decided_by  # `obstacles` has made sure of both
    unanswered = Photo.objects.present().filter(
        pk__in=revision.photo_ids, recognisable=""
    )
    ids = list(unanswered.values_list("pk", flat=True))
    Bridge.objects.create(
        acceptance=acceptance,
        story=story,
        revision=revision,
        photo_ids=ids,
        called_by=arrival.decided_by,
    )
    _carry(ids, now)
    story.record("bridged", by, now, acceptance.reason, revision)
    story.refreeze(now)


def end(
    acceptance: BridgingAcceptance, by: "StaffMember", why: str, now: datetime
) -> None:
    """All that leans on it is out of public sight, before its day."""
    with transaction.atomic():
        alone()
        acceptance.change(ended_at=now, ended_by=by, ended_why=why)
        bridges = acceptance.bridges.select_related("story", "revision")
        _carry({pk for bridge in bridges for pk in bridge.photo_ids}, now)
        for bridge in bridges:
            bridge.story.record("unbridged", by, now, why, bridge.revision)
            bridge.story.refreeze(now)
        generation.bump()
        transaction.on_commit(lambda: put_photos_right(now), robust=True)


def keep_right(now: datetime) -> int:
    """What somebody has contradicted since goes; says how many. Asked often."""
    gone = Bridge.objects.contradicted().public(now)
    stories = Story.objects.filter(bridges__in=gone)
    ended = 0
    for story in stories.distinct():
        with transaction.atomic():
            alone()
            _carry({pk for b in story.bridges.all() for pk in b.photo_ids}, now)
            ended += story.refreeze(now) is not None
            generation.bump()
    return ended


def _carry(ids: Iterable[int], now: datetime) -> None:
    """Until when these photos may be shown unanswered stands beside each of them."""
    for photo in Photo.objects.filter(pk__in=ids):
        holding = Bridge.objects.in_force(now).filter(photo_ids__contains=[photo.pk])
        days = holding.values_list("acceptance__ends_on", flat=True)
        until = max((start_of(day) for day in days), default=None)
        photo.change(bridged_until=until)
