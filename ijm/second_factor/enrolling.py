"""Setting up and taking away what a person signs in with; each change is told them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm import mail
from ijm.contributions import Filled, Letter, Tag
from ijm.models.second_factor import AuthenticatorApp, Passkey
from ijm.second_factor import passkeys, recovery, time_codes

if TYPE_CHECKING:
    from ijm.models import StaffMember

APP_ADDED = _("An authenticator app was added.")
APP_REMOVED = _("The authenticator app was removed.")
KEY_ADDED = _("A passkey was added.")
KEY_REMOVED = _("A passkey was removed.")
CODES_MADE = _("New recovery codes were made.")
RESET = _(
    "An administrator took your second step away, so that you can set up another."
)
PASSWORD = _("A new password was chosen, and all sessions have ended.")
CODE_USED = _("A recovery code was used to sign in.")
WORDS = {
    "app-added": APP_ADDED,
    "app-removed": APP_REMOVED,
    "key-added": KEY_ADDED,
    "key-removed": KEY_REMOVED,
    "codes-made": CODES_MADE,
    "code-used": CODE_USED,
    "password": PASSWORD,
    "reset": RESET,
}


class WrongCode(Exception):
    """Not what the app shows now, or shown and used before."""


class LastFactor(Exception):
    """Where a second factor is needed, the last one cannot be taken away."""


@transaction.atomic
def add_app(person: "StaffMember", secret: str, typed: str, now: datetime) -> None:
    """The app whose code was just typed; it takes the place of a former one."""
    step = time_codes.matching_step(secret, typed, now)
    if step is None:
        raise WrongCode
    AuthenticatorApp.objects.filter(person=person).delete()
    AuthenticatorApp.objects.create(
        person=person, secret=secret, last_step=step, added_at=now
    )
    _note(person, "app-added", now)


@transaction.atomic
def add_passkey(
    person: "StaffMember", name: str, kept: Any, answer: Any, now: datetime
) -> Passkey:
    """Raises `passkeys.PasskeyRefused`."""
    key = passkeys.add(person, name, kept, answer, now)
    _note(person, "key-added", now)
    return key


@transaction.atomic
def remove_app(person: "StaffMember", now: datetime) -> None:
    AuthenticatorApp.objects.filter(person=person).delete()
    _note(person, "app-removed", now)


@transaction.atomic
def remove_passkey(key: Passkey, now: datetime) -> None:
    key.delete()
    _note(key.person, "key-removed", now)


@transaction.atomic
def new_codes(person: "StaffMember", now: datetime) -> list[str]:
    """To be shown this once."""
    codes = recovery.renew(person, now)
    _tell(person, "codes-made", now)
    return codes


def note_password(person: "StaffMember", now: datetime) -> None:
    _tell(person, "password", now)


def take_code(person: "StaffMember", typed: str, now: datetime) -> None:
    """The app's code of now, or one on paper; raises WrongCode."""
    app = AuthenticatorApp.objects.filter(person=person).first()
    step = app and time_codes.matching_step(app.secret, typed, now)
    if app and step and app.take(step):
        return
    if not recovery.take(person, typed):
        raise WrongCode
    _tell(person, "code-used", now)


def _note(person: "StaffMember", what: str, now: datetime) -> None:
    """Since when they have a second factor at all, the record, and the letter."""
    has_one = (
        AuthenticatorApp.objects.filter(person=person).exists()
        or person.passkeys.exists()
    )
    if not has_one and settings.TWO_FACTOR:
        raise LastFactor
    if not has_one:
        forget(person)
    elif person.second_factor_since is None:
        person.second_factor_since = now
        person.save(update_fields=["second_factor_since"])
    _tell(person, what, now)


def forget(person: "StaffMember") -> None:
    """All that proves them beside the password; codes on paper, too."""
    AuthenticatorApp.objects.filter(person=person).delete()
    person.passkeys.all().delete()
    person.recovery_codes.all().delete()
    person.second_factor_since = None
    person.save(update_fields=["second_factor_since"])


def _tell(person: "StaffMember", what: str, now: datetime) -> None:
    record(person, person, WORDS[what])
    tell(person, what, now)


def tell(person: "StaffMember", what: str, now: datetime) -> None:
    mail.post(
        LETTER.name,
        to=person.email,
        about=person,
        cause=f"{LETTER.name}-{person.pk}-{what}-{now.timestamp()}",
        extra={"what": what, "at": now.isoformat()},
    )


def record(by: "StaffMember", person: "StaffMember", what: str | Promise) -> None:
    """On the history page of `person`."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(person),
        object_id=str(person.pk),
        object_repr=str(person)[:200],
        action_flag=CHANGE,
        change_message=str(what),
    )


def _fill(person: "StaffMember", extra: Mapping[str, Any]) -> Filled:
    at = timezone.localtime(datetime.fromisoformat(extra["at"]))
    return {
        "name": str(person),
        "what": str(WORDS.get(extra["what"], extra["what"])),
        "at": date_format(at, "DATETIME_FORMAT"),
        "desk": "/admin/my-sign-in/",
    }


LETTER = Letter(
    name="staff-sign-in-changed",
    title=_("How you sign in has changed (to the member of staff)"),
    subject=_("How you sign in has changed"),
    body=_(
        "Hello {name},\n\n"
        "{what} It was at {at}.\n\n"
        "If that was you, there is nothing to do. If it was not, tell your "
        "administrator at once: somebody else has used your sign-in.\n\n"
        "{desk}"
    ),
    fill=_fill,
    tags=(
        Tag("name", _("name of the member of staff"), sample="Wen Li"),
        Tag("what", _("what has changed"), sample=KEY_ADDED),
        Tag("at", _("when"), sample=_("3 May, 10:15 a.m.")),
        Tag("desk", _("their own page"), kind="button", label=_("How I sign in")),
    ),
)
