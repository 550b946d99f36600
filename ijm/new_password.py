"""A forgotten password: a mailed link to choose another. The second step stays.

One answer for every address; nobody types a password for somebody else.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ijm import limits, links, mail
from ijm.contributions import Filled, Letter, Tag
from ijm.models import Link, StaffMember
from ijm.second_factor import enrolling

PURPOSE = "staff-new-password"
LIFETIME = timedelta(hours=1)
HOUR = timedelta(hours=1)
FOR_AN_ADDRESS, FROM_A_NETWORK = 3, 20


def may_ask(request: HttpRequest, address: str) -> bool:
    """Count one question; False once there were too many."""
    network = limits.client_network(request)
    counted = [
        limits.allow(PURPOSE, address.lower(), FOR_AN_ADDRESS, HOUR),
        limits.allow(f"{PURPOSE}-network", network, FROM_A_NETWORK, HOUR),
    ]
    return all(counted)


def ask(address: str, now: datetime) -> None:
    """A letter, if somebody who works here has this address."""
    person = StaffMember.objects.filter(email__iexact=address, is_active=True).first()
    if person:
        mail.post(
            PURPOSE,
            to=person.email,
            about=person,
            cause=f"{PURPOSE}-{person.pk}-{now.timestamp()}",
            language=person.language,
        )


def found(token: str) -> tuple[Link, StaffMember]:
    """What a link opens, which changes nothing; raises LinkRefused."""
    link = links.find(PURPOSE, token)
    person: StaffMember = link.about
    if not person.is_active:
        raise links.LinkExpired
    return link, person


@transaction.atomic
def choose(token: str, password: str, now: datetime) -> StaffMember:
    """All sessions end with the old password, and so do other links like this one."""
    link, person = found(token)
    link.consume()
    kin = Link.objects.filter(purpose=PURPOSE, object_id=link.object_id)
    kin.filter(consumed_at=None).update(consumed_at=now)
    person.set_password(password)
    person.save(update_fields=["password"])
    enrolling.note_password(person, now)
    return person


def _fill(person: StaffMember, _extra: Mapping[str, Any]) -> Filled:
    token = links.mint(PURPOSE, person, LIFETIME)
    return {
        "name": str(person),
        "choose": reverse("admin:new_password_link", args=[token]),
    }


LETTER = Letter(
    name=PURPOSE,
    title=_("A new password (to the member of staff)"),
    subject=_("Choose a new password"),
    body=_(
        "Hello {name},\n\n"
        "somebody, you we hope, asked for a new password for the desk.\n\n"
        "{choose}\n\n"
        "The button holds for an hour and opens once. Your second step stays as it "
        "is. If it was not you, let it be: nothing changes by itself."
    ),
    fill=_fill,
    tags=(
        Tag("name", _("name of the member of staff"), sample="Wen Li"),
        Tag("choose", _("opens the page"), kind="button", label=_("Choose a password")),
    ),
)
