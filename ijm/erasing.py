"""All that the house keeps of one address: shown to its owner, or gone. One verb each.

Apps contribute their parts; the house's own are the mail, in the outbox and in folders,
and invitations that nobody accepted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from ijm import inviting, journal, keyed_hash
from ijm.addresses import normalise, spellings
from ijm.contributions import Registry, erasers, exporters, letters
from ijm.models import Invitation, OutgoingMail
from ijm.transports import mail_folder

PURPOSE = "ijm.journal"


@dataclass(frozen=True)
class AddressList:
    """Where an app keeps addresses; with those already erased it may yield blanks."""

    name: str
    addresses: Callable[[], Iterable[str]]


address_lists: Registry[AddressList] = Registry()


def export(address: str) -> dict[str, Any]:
    """By app, in its own words."""
    found = {part.name: part.run(address) for part in exporters}
    return {**found, "invitations": inviting.kept_of(address)}


def may_erase_everywhere(person: Any) -> bool:
    return all(person.has_perm(part.permission) for part in erasers)


def erase(address: str) -> dict[str, int]:
    """How many rows and files knew the address, by app. Safe to run twice."""
    with transaction.atomic():
        found = {part.name: part.run(address) for part in erasers}
        found["outbox"] = _empty_the_outbox(address)
        found["invitations"] = inviting.forget(address)
        journal.note("person-erased", digest=_digest(address))
    return {**found, "mail written to files": mail_folder().forget(address)}


def erase_again(what: Mapping[str, Any], at: datetime) -> str:
    """After a restore. The journal knows nobody's address, so all are compared."""
    wanted = what["digest"]
    found = {
        address
        for each in address_lists
        for address in each.addresses()
        if address and _digest(address) == wanted
    }
    for address in found:
        erase(address)
    return ""


def _digest(address: str) -> str:
    return keyed_hash.digest(normalise(address), PURPOSE).hex()


def in_the_house() -> Iterable[str]:
    kept = OutgoingMail.objects.exclude(recipient="")
    yield from kept.values_list("recipient", flat=True).iterator()
    invited = Invitation.objects.filter(accepted_at=None)
    yield from invited.values_list("email", flat=True)


def _empty_the_outbox(address: str) -> int:
    """That a letter was sent stays; what waits to go to somebody erased does not go."""
    wanted = Q()
    for spelled in spellings(address):
        wanted |= Q(recipient__iexact=spelled)
    farewells = [letter.name for letter in letters if letter.farewell]
    found = OutgoingMail.objects.filter(wanted).exclude(
        letter__in=farewells, state__in=OutgoingMail.UNDER_WAY
    )
    gone = found.exclude(state=OutgoingMail.SENT).delete()[0]
    return gone + found.update(recipient="", extra={})
