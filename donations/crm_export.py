"""Givers and gifts for another program, streamed row by row.

For Salesforce the columns are those of the Nonprofit Success Pack's data import, by the
names that its fields bear there; it makes contacts and households from them itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.models import Donor, Payment, Pledge
from donations.reports.period import Period
from ijm.money import Money, exponent

CHUNK = 2_000
LAST_DAY = 31
GIVER = (
    *("Donation Donor", "Contact1 First Name", "Contact1 Last Name"),
    *("Contact1 Personal Email", "Contact1 Preferred Email", "Home Street"),
    "Account1 Name",
)
# Months between two gifts: how Salesforce names the step, and how many steps.
STEPS = {1: ("Monthly", 1), 3: ("Monthly", 3), 12: ("Yearly", 1)}
Row = tuple[object, ...]


@dataclass(frozen=True)
class Export:
    title: Promise
    columns: tuple[str | Promise, ...]
    rows: Callable[[Period], Iterator[Row]]


def npsp_gifts(period: Period) -> Iterator[Row]:
    """A line a gift, with who gave it; what went back of it is off."""
    for payment in _gifts(period):
        yield (
            *_giver(_standing(payment.donor)),
            *(_plain(payment.left), payment.received_on, "Closed Won", "True"),
            *(_method(payment), payment.known_by or str(payment.pk)),
            *(payment.campaign.title if payment.campaign else "", payment.fund.name),
            payment.currency,
        )


def npsp_pledges(period: Period) -> Iterator[Row]:
    """A line for each pledge that is in force now; the period does not matter."""
    rows = Pledge.objects.active().select_related("donor__merged_into")
    for pledge in rows.order_by("pk").iterator(CHUNK):
        amount = pledge.amount
        if amount is None:
            continue
        step, times = STEPS[pledge.interval_months]
        day = "Last_Day" if pledge.anchor_day == LAST_DAY else pledge.anchor_day
        yield (
            *_giver(_standing(pledge.donor)),
            *(pledge.reference, _plain(amount), pledge.created_at.date()),
            *(step, times, day, "Open", "Active", pledge.currency),
        )


def any_program(period: Period) -> Iterator[Row]:
    for payment in _gifts(period):
        donor = _standing(payment.donor)
        yield (
            *(str(donor.pk), donor.kind, donor.display_name, donor.email),
            *(donor.postal_address, str(payment.pk), payment.received_on),
            *(_plain(payment.left), payment.currency, payment.fund.code),
            *(payment.campaign.slug if payment.campaign else "", payment.method),
            *(payment.known_by, payment.source_path),
        )


def _gifts(period: Period) -> Iterator[Payment]:
    rows: QuerySet[Payment] = Payment.objects.settled().filter(
        received_on__gte=period.first, received_on__lt=period.end
    )
    joined = ("donor__merged_into", "fund", "campaign", "instalment__pledge")
    for payment in rows.select_related(*joined).order_by("pk").iterator(CHUNK):
        if not payment.left.is_zero:
            yield payment


def _standing(donor: Donor) -> Donor:
    while donor.merged_into:
        donor = donor.merged_into
    return donor


def _giver(donor: Donor) -> Row:
    """A person is a contact with a last name; an organisation is an account."""
    preferred = "Personal" if donor.email else ""
    reached = (donor.email, preferred, donor.postal_address)
    if donor.kind == Donor.ORGANISATION:
        return ("Account1", "", "", *reached, donor.display_name)
    first, _space, last = donor.display_name.rpartition(" ")
    return ("Contact1", first, last, *reached, "")


def _method(payment: Payment) -> str:
    return {"cheque": "Check", "cash": "Cash", "card": "Credit Card"}.get(
        payment.method, "EFT" if payment.method else ""
    )


def _plain(amount: Money) -> Decimal:
    return Decimal(amount.minor).scaleb(-exponent(amount.currency))


EXPORTS = {
    "npsp-gifts": Export(
        _("Salesforce (NPSP): givers and gifts"),
        (
            *GIVER,
            *("Donation Amount", "Donation Date", "Donation Stage", "Payment Paid"),
            *("Payment Method", "Payment Check/Reference Number", "Campaign Name"),
            *("Donation Description", "Currency ISO Code"),
        ),
        npsp_gifts,
    ),
    "npsp-pledges": Export(
        _("Salesforce (NPSP): givers and recurring donations"),
        (
            *GIVER,
            *("Recurring Donation Name", "Recurring Donation Amount"),
            *("Recurring Donation Date Established",),
            *("Recurring Donation Installment Period",),
            *("Recurring Donation Installment Frequency",),
            *("Recurring Donation Day of Month", "Recurring Donation Recurring Type"),
            *("Recurring Donation Status", "Currency ISO Code"),
        ),
        npsp_pledges,
    ),
    "any": Export(
        _("Any program: gifts with their givers"),
        (
            *(_("Donor number"), _("Kind"), _("Name"), _("E-mail"), _("Address")),
            *(_("Gift number"), _("Received on"), _("Amount"), _("Currency")),
            *(_("Fund"), _("Campaign"), _("How"), _("Reference"), _("Began on")),
        ),
        any_program,
    ),
}
