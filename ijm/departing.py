"""Somebody leaves, or has lost what they sign in with. Nothing of the history goes.

What they had begun is handed to a colleague: each app contributes its own part.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ijm.contributions import Registry
from ijm.front_page import Words
from ijm.models import Invitation, StaffMember
from ijm.second_factor import enrolling


class NotOneself(Exception):
    """It takes somebody else: whoever holds a stolen session must not do it."""


class LastAdministrator(Exception):
    """Without them nobody could invite anybody."""


@dataclass(frozen=True)
class WorkInHand:
    """What somebody has begun and not ended.

    `hand_over(person, to, by, now)` says how many it could hand over.
    """

    name: str
    title: Words
    count: Callable[[StaffMember], int]
    hand_over: Callable[[StaffMember, StaffMember, StaffMember, datetime], int]


@dataclass(frozen=True)
class HandedOver:
    title: Words
    found: int
    handed: int


work_in_hand: Registry[WorkInHand] = Registry()


@transaction.atomic
def reset_second_step(
    person: StaffMember, by: StaffMember, why: str, now: datetime
) -> None:
    """They sign in by password and set up another; the old ones open nothing."""
    if person == by:
        raise NotOneself
    _take_away(person, now)
    enrolling.record(by, person, _("Second step taken away. %s") % why)


@transaction.atomic
def reset_from_the_server(person: StaffMember, now: datetime) -> None:
    """By whoever has the machine, who could write into the database as well."""
    _take_away(person, now)
    enrolling.record(person, person, _("Second step taken away by a command."))


def _take_away(person: StaffMember, now: datetime) -> None:
    enrolling.forget(person)
    person.end_sessions(now)
    enrolling.tell(person, "reset", now)


@transaction.atomic
def let_go(
    person: StaffMember,
    to: StaffMember | None,
    by: StaffMember,
    why: str,
    now: datetime,
) -> list[HandedOver]:
    """Their sign-in ends at once, everywhere; their name stays wherever it stands."""
    if person == by:
        raise NotOneself
    if not administrators_beside(person):
        raise LastAdministrator
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.end_sessions(now)
    enrolling.forget(person)
    _withdraw_what_they_sent(person, now)
    enrolling.record(by, person, _("Has left. %s") % why)
    return [
        HandedOver(each.title, each.count(person), each.hand_over(person, to, by, now))
        for each in work_in_hand
        if to is not None and each.count(person)
    ]


def administrators_beside(person: StaffMember) -> int:
    """How many others open the desk and may everything; inside a transaction.

    All of them are locked: two who take each other's rights away do it in turn.
    """
    all_of_them = StaffMember.objects.filter(
        is_active=True, is_staff=True, is_superuser=True
    )
    keys = all_of_them.select_for_update().order_by("pk").values_list("pk", flat=True)
    return len(set(keys) - {person.pk})


def _withdraw_what_they_sent(person: StaffMember, now: datetime) -> None:
    """An invitation by somebody who left on bad terms must not open a way back."""
    sent = Invitation.objects.filter(invited_by=person)
    sent.still_open().update(withdrawn_at=now)


def in_hand(person: StaffMember) -> list[tuple[Any, int]]:
    """Title and number of each kind of work that somebody else must take."""
    counted = [(each.title, each.count(person)) for each in work_in_hand]
    return [(title, count) for title, count in counted if count]
