"""From an empty installation to a public story: what to do next, and what is done.

Each app contributes its steps; administrators see them until all are done.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import Error as DatabaseTrouble
from django.utils.translation import gettext_lazy as _

from ijm.contributions import Registry
from ijm.front_page import Words

log = logging.getLogger(__name__)
HOW = "python manage.py invite_administrator you@example.org"


@dataclass(frozen=True)
class FirstStep:
    name: str
    order: int
    title: Words
    url: str
    is_done: Callable[[], bool]


@dataclass(frozen=True)
class Shown:
    step: FirstStep
    done: bool


first_steps: Registry[FirstStep] = Registry()


def shown_to(person: object) -> list[Shown]:
    """In order; none for others than administrators, none once all are done."""
    if not getattr(person, "is_superuser", False):
        return []
    steps = sorted(first_steps, key=lambda each: each.order)
    shown = [Shown(each, each.is_done()) for each in steps]
    return [] if all(each.done for each in shown) else shown


def nobody_is_here() -> bool:
    """True of an installation that has just been migrated."""
    return not get_user_model().objects.exists()


def say_how_to_begin() -> None:
    """In the web server's log. The link itself is printed only where somebody asks

    for it on the server: logs are read by many, and kept.
    """
    try:
        empty = nobody_is_here()
    except DatabaseTrouble:
        return
    if empty:
        log.warning("Nobody can sign in yet. On this server run: %s", HOW)


def contribute() -> None:
    from ijm.models import Invitation, SiteSettings, StaffMember  # apps are ready now

    first_steps.add(
        FirstStep(
            "settings",
            10,
            _("Write the charity's name, legal name and address"),
            "/admin/ijm/sitesettings/",
            SiteSettings.objects.exists,
        )
    )
    first_steps.add(
        FirstStep(
            "colleague",
            20,
            _("Invite a colleague: two pairs of eyes see each story"),
            "/admin/ijm/invitation/add/",
            lambda: (
                Invitation.objects.exclude(invited_by=None).exists()
                or StaffMember.objects.count() > 1
            ),
        )
    )
