"""Which column of an old system's file is which. GiveWP's names are known."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from donations.bank.table import DATE_FORMS

PERSON = {
    "name": _("Full name"),
    "first": _("First name"),
    "last": _("Last name"),
    "company": _("Organisation"),
    "email": _("E-mail address"),
    "donor_id": _("Number of the donor"),
    "street": _("Street"),
    "street_2": _("Street, second line"),
    "city": _("Town"),
    "state": _("State"),
    "zip": _("Postcode"),
    "country": _("Country"),
}
GIFT = {
    "gift_id": _("Number of the gift"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "day": _("Day it was received"),
    "status": _("State of the gift"),
    "gateway": _("How it was paid"),
}
PLEDGE = {
    "pledge_id": _("Number of the pledge"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "period": _("Period, like “month”"),
    "frequency": _("Every how many periods"),
    "status": _("State of the pledge"),
    "gateway": _("How it is paid"),
    "day": _("Day it began"),
    "renews": _("Next gift on"),
}
CARD = {
    "pledge_id": _("Number of the pledge"),
    "reference": _("Our reference of the pledge, instead"),
    "customer": _("Customer at Stripe (cus_…)"),
    "method": _("Card or account at Stripe (pm_…)"),
    "plan": _("Old subscription at Stripe (sub_…)"),
}
FIELDS = {
    "donors": PERSON,
    "gifts": {**GIFT, **PERSON},
    "pledges": {**PLEDGE, **PERSON},
    "cards": CARD,
}
REQUIRED = {
    "donors": (),
    "gifts": ("gift_id", "amount", "day"),
    "pledges": ("pledge_id", "amount", "period", "day"),
    "cards": ("customer", "method"),
}
DAY_FORMS = {
    **DATE_FORMS,
    "%B %d, %Y": _("January 31, 2026"),
    "%d %B %Y": _("31 January 2026"),
    "%Y-%m-%d %H:%M:%S": _("2026-01-31 14:30:00"),
}
# As GiveWP heads the columns of its exports, in small letters without signs.
KNOWN = {
    "name": ("name", "full name", "donor name"),
    "first": ("first name",),
    "last": ("last name",),
    "company": ("company name", "company", "organisation"),
    "email": ("email address", "email", "donor email"),
    "donor_id": ("donor id", "id"),
    "street": ("address 1", "address", "street"),
    "street_2": ("address 2",),
    "city": ("city",),
    "state": ("state",),
    "zip": ("zip", "postcode"),
    "country": ("country",),
    "gift_id": ("donation id", "gift id"),
    "pledge_id": ("subscription id", "gateway subscription id", "pledge id"),
    "amount": ("donation total", "amount", "recurring amount", "total"),
    "currency": ("currency code", "currency"),
    "day": ("donation date", "created at", "date", "created"),
    "status": ("donation status", "status"),
    "gateway": ("payment gateway", "gateway id", "gateway"),
    "period": ("period", "billing period"),
    "frequency": ("frequency",),
    "reference": ("reference", "pledge reference"),
    "customer": ("customer", "customer id", "stripe customer id"),
    "method": ("payment method", "payment method id", "default payment method"),
    "plan": ("subscription", "stripe subscription id", "profile id"),
    "renews": ("renews at", "renewal date", "next payment date"),
}


def guessed(kind: str, headings: Iterable[str]) -> dict[str, str]:
    """Field → heading, where the name leaves no doubt. Days and sums are never guessed.

    A column is one field: what stands first in our list has it.
    """
    plain = {
        heading.lower().replace("_", " ").strip(" :"): heading for heading in headings
    }
    found: dict[str, str] = {}
    for field in FIELDS[kind]:
        names = (name for name in KNOWN[field] if name in plain)
        heading = next((plain[name] for name in names), "")
        # The list of donors has no other number than its own.
        if field == "donor_id" and heading.lower() == "id" and kind != "donors":
            continue
        if heading and heading not in found.values():
            found[field] = heading
    return found
