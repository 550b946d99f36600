"""After a restore: erased donors stay erased, promises ended stay ended, and no number

of a tax document is given out a second time.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from donations import forgetting
from donations.collecting import gap
from donations.models import AddressMove, Donor, Pledge, ReceiptSeries
from donations.models.receipt import number_of
from ijm.erasing import AddressList, address_lists
from ijm.journal import Replay, replays


def erase_donor(what: Mapping[str, Any], at: datetime) -> str:
    donor = Donor.objects.filter(pk=what["donor"]).first()
    if donor:
        forgetting.erase(donor, timezone.now())
    return ""


def change_pledge(what: Mapping[str, Any], at: datetime) -> str:
    """Less is done at once. More, and all that needs a person's word, is named."""
    pledge = Pledge.objects.filter(pk=what["pledge"]).first()
    if pledge is None or pledge.is_ended or what["verb"] == "made":
        return ""
    now = timezone.now()
    if what["verb"] == "cancelled":
        pledge.end("donor asked", now, reason=_("Before a restore from a backup."))
        return ""
    if what["verb"] in ("paused", "skipped"):
        until = date.fromisoformat(what["detail"])
        until += timedelta(days=what["verb"] == "skipped")
        if until > pledge.local_day(now):
            pledge.pause(until, now)
        return ""
    return _("%(pledge)s was changed since the backup: %(what)s. Look at it.") % {
        "pledge": pledge,
        "what": f"{what['verb']} {what['detail']}".strip(),
    }


def keep_number(what: Mapping[str, Any], at: datetime) -> str:
    """The numbers go on after the last one given out; its document is not in here."""
    country, kind, serial = what["country"], what["kind"], what["serial"]
    ReceiptSeries.objects.next_in(country, kind)
    series = ReceiptSeries.objects.filter(country=country, kind=kind, last__lt=serial)
    lost = False
    while series.update(last=F("last") + 1):  # the database counts by one only
        lost = True
    if not lost:
        return ""
    return _(
        "Receipt %s was given out since the backup and is not in these books: find its "
        "copy in Sent mail, and record the gift with “receipted elsewhere”."
    ) % number_of(country, kind, serial)


def addresses() -> Iterable[str]:
    yield from Donor.objects.values_list("email", flat=True).iterator()
    for column in ("old_email", "new_email"):
        yield from AddressMove.objects.values_list(column, flat=True).iterator()


def contribute() -> None:
    gap.contribute()
    replays.add(Replay("donor-erased", erase_donor))
    replays.add(Replay("pledge-changed", change_pledge))
    replays.add(Replay("receipt-issued", keep_number))
    address_lists.add(AddressList("donations", addresses))
