"""All that the house keeps of one address: shown to its owner, or gone. One verb each.

Apps contribute their parts; the house's own is the mail, in the outbox and in folders.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q

from ijm.addresses import spellings
from ijm.contributions import erasers, exporters, letters
from ijm.models import OutgoingMail
from ijm.transports import mail_folder


def export(address: str) -> dict[str, Any]:
    """By app, in its own words."""
    return {part.name: part.run(address) for part in exporters}


def erase(address: str) -> dict[str, int]:
    """How many rows and files knew the address, by app. Safe to run twice."""
    with transaction.atomic():
        found = {part.name: part.run(address) for part in erasers}
        found["outbox"] = _empty_the_outbox(address)
    return {**found, "mail written to files": mail_folder().forget(address)}


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
