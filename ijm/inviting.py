"""Inviting a colleague: one mailed link, for a week, that is used up by a press.

A scanner that follows the link changes nothing. The one link of `manage.py
invite_administrator` is made here as well: there is no other way in.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ijm import links, mail
from ijm.addresses import spellings
from ijm.contributions import Filled, Letter, Tag
from ijm.models import Invitation, Link, SiteSettings, StaffMember
from ijm.models.invitation import ADMINISTRATOR

PURPOSE = "staff-invitation"
LIFETIME = timedelta(days=7)


class AlreadyHere(Exception):
    """Somebody with this address works here, or has."""


def post(invitation: Invitation, now: datetime) -> None:
    """Mail the link; once more makes another one, and the first still opens."""
    mail.post(
        LETTER.name,
        to=invitation.email,
        about=invitation,
        cause=f"{PURPOSE}-{invitation.pk}-{now.timestamp()}",
        language=invitation.language,
    )


def address(invitation: Invitation, lifetime: timedelta = LIFETIME) -> str:
    """A new link, as a path. Only the hash of its token is kept."""
    token = links.mint(PURPOSE, invitation, lifetime)
    return reverse("admin:invitation", args=[token])


def found(token: str) -> tuple[Link, Invitation]:
    """What a link opens, which changes nothing; raises LinkRefused."""
    link = links.find(PURPOSE, token)
    invitation: Invitation = link.about
    if invitation.accepted_at:
        raise links.LinkUsed
    if invitation.withdrawn_at:
        raise links.LinkExpired
    return link, invitation


@transaction.atomic
def accept(token: str, name: str, password: str, now: datetime) -> StaffMember:
    """The colleague is here now. Of two presses at once, one succeeds."""
    link, invitation = found(token)
    invitation.lock()
    if not invitation.is_open:
        raise links.LinkUsed
    if StaffMember.objects.filter(email__iexact=invitation.email).exists():
        raise AlreadyHere
    link.consume()
    person = StaffMember.objects.create_user(
        invitation.email,
        password,
        full_name=name,
        is_superuser=invitation.role == ADMINISTRATOR,
        language=invitation.language,
        time_zone=invitation.time_zone,
    )
    if invitation.role != ADMINISTRATOR:
        person.groups.add(Group.objects.get(name=invitation.role))
    invitation.change(accepted_at=now, accepted_by=person)
    return person


def forget_unanswered(now: datetime) -> int:
    """Addresses of people who never came; a month after the last link died."""
    old = Invitation.objects.filter(accepted_at=None, invited_at__lt=now - KEPT)
    return old.delete()[0]


def kept_of(address: str) -> list[str]:
    """What its owner is told. Who has accepted is staff, and not forgotten here."""
    return [
        f"{row.invited_at.isoformat()} {row.get_role_display()}"
        for row in _never_accepted(address)
    ]


def forget(address: str) -> int:
    """Erasing a person: no invitation, no link of one, no name in the record of it."""
    keys = [str(row.pk) for row in _never_accepted(address)]
    kind = ContentType.objects.get_for_model(Invitation)
    about = Q(content_type=kind, object_id__in=keys)
    Link.objects.filter(about).delete()
    LogEntry.objects.filter(about).update(object_repr="…")
    return Invitation.objects.filter(pk__in=keys).delete()[0]


def _never_accepted(address: str) -> QuerySet[Invitation]:
    wanted = Q()
    for spelled in spellings(address):
        wanted |= Q(email__iexact=spelled)
    return Invitation.objects.filter(wanted, accepted_at=None)


KEPT = timedelta(days=37)


def _fill(invitation: Invitation, _extra: Mapping[str, Any]) -> Filled:
    return {
        "charity": SiteSettings.current().name,
        "role": str(invitation.get_role_display()),
        "by": str(invitation.invited_by or SiteSettings.current().name),
        "accept": address(invitation),
    }


LETTER = Letter(
    name=PURPOSE,
    title=_("Invitation to the desk (to a new colleague)"),
    subject=_("Come to the desk of {charity}"),
    body=_(
        "Hello,\n\n"
        "{by} invites you to work on the website of {charity}. Your role: {role}.\n\n"
        "{accept}\n\n"
        "The button holds for seven days and for you alone: you choose a name and a "
        "password, and then a second thing to sign in with, like your telephone. If "
        "you did not expect this, let it be: nothing happens by itself."
    ),
    fill=_fill,
    tags=(
        Tag("charity", _("name of the charity"), sample="Threshold"),
        Tag("role", _("what they will do"), sample="Editors"),
        Tag("by", _("who invites"), sample="Amina Okafor"),
        Tag("accept", _("accepts it"), kind="button", label=_("Accept and begin")),
    ),
)
