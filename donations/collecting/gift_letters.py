"""What givers are told of a gift that they paid on a processor's page."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import particulars
from donations.letters import (
    AMOUNT,
    NAME,
    PARTICULARS,
    PORTAL,
    REFERENCE,
    portal_link,
)
from donations.models import Agreement, Payment, Pledge
from donations.telling import NEXT_DATES, coming
from ijm import mail
from ijm.contributions import Filled, Letter, Tag, letters


def contribute() -> None:
    for letter in (GIFT_TAKEN, ON_ITS_WAY, PLEDGE_BEGUN, NOTHING_KEPT):
        letters.add(letter)


def welcome(agreement: Agreement) -> None:
    """Of a promise to give every month, whose first gift was paid or is on its way."""
    pledge = agreement.pledge
    assert pledge is not None
    letter = PLEDGE_BEGUN if pledge.stored_method else NOTHING_KEPT
    mail.post(
        letter.name,
        to=pledge.donor.email,
        about=pledge,
        cause=f"thanks:{agreement.pk}",
    )


def tell_of_one_gift(letter: str, payment: Payment) -> None:
    """Of a gift made once, which has a reference of its own; of others others tell."""
    if payment.reference and payment.donor.email:
        mail.post(
            letter,
            to=payment.donor.email,
            about=payment,
            cause=f"{letter}:{payment.pk}",
        )


def _gift(payment: Payment, extra: Mapping[str, Any]) -> Filled:
    day = payment.received_on
    return {
        "name": payment.donor.addressee,
        "amount": str(payment.amount),
        "fund": payment.fund.name,
        "method": str(payment.get_method_display()),
        "day": date_format(day, "j F Y") if day else "–",
        "reference": payment.known_by,
        "particulars": particulars.of(payment).all,
        "portal_link": portal_link(),
    }


def _on_its_way(payment: Payment, extra: Mapping[str, Any]) -> Filled:
    filled = dict(_gift(payment, extra))
    del filled["day"]
    return filled


def _begun(pledge: Pledge, extra: Mapping[str, Any]) -> Filled:
    method = pledge.stored_method
    return {
        **_first(pledge, extra),
        "method": str(method) if method else _("your card or account"),
        "next_dates": coming(pledge.upcoming(pledge.local_day(timezone.now()))),
        "agreed_words": method.agreed_words if method else "",
        "particulars": particulars.of(pledge).all,
    }


def _first(pledge: Pledge, extra: Mapping[str, Any]) -> dict[str, Any]:
    first = pledge.instalments.get(seq=1)
    paid = first.state == first.PAID
    return {
        "name": pledge.donor.addressee,
        "amount": str(pledge.amount),
        "first_gift": _("has been taken") if paid else _("is on its way to us"),
        "reference": pledge.reference,
        "portal_link": portal_link(),
    }


FUND = Tag("fund", gettext_lazy("what the gift is for"), sample="Where needed most")
METHOD = Tag("method", gettext_lazy("how it was paid"), sample="card")
FIRST_GIFT = Tag(
    "first_gift", gettext_lazy("what became of the first gift"), sample="has been taken"
)

GIFT_TAKEN = Letter(
    name="gift-taken",
    title=gettext_lazy("Thanks for one gift that has arrived, by card or direct debit"),
    subject=gettext_lazy("Thank you: your gift of {amount} has arrived"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Thank you. Your gift of {amount} for “{fund}” came by {method} on {day}. "
        "There is nothing more to do.\n\n"
        "{particulars}\n\n"
        "Its reference is {reference}. You find it in the Donor Portal.\n\n"
        "{portal_link}\n\n"
        "If it was not you who gave, write to us and we send it back."
    ),
    fill=_gift,
    tags=(
        NAME,
        AMOUNT,
        FUND,
        METHOD,
        Tag("day", gettext_lazy("the day it arrived"), sample="31 March 2027"),
        PARTICULARS,
        REFERENCE,
        PORTAL,
    ),
)

ON_ITS_WAY = Letter(
    name="gift-on-its-way",
    title=gettext_lazy("A gift by direct debit is on its way"),
    subject=gettext_lazy("Your gift of {amount} is on its way"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Thank you. Your gift of {amount} for “{fund}” is on its way by {method}. Your "
        "bank takes some days for it. We write to you when it has arrived, and also if "
        "it does not; please do not give a second time.\n\n"
        "{particulars}\n\n"
        "Its reference is {reference}. You find it in the Donor Portal.\n\n"
        "{portal_link}\n\n"
        "If it was not you who gave, write to us."
    ),
    fill=_on_its_way,
    tags=(NAME, AMOUNT, FUND, METHOD, PARTICULARS, REFERENCE, PORTAL),
)

PLEDGE_BEGUN = Letter(
    name="pledge-begun",
    title=gettext_lazy("Welcome to a Freedom Partner who pays by card"),
    subject=gettext_lazy("Welcome: your monthly gift of {amount} has begun"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Welcome. Your first gift of {amount} {first_gift}. From now on your gifts "
        "come from {method}; there is nothing to set up at your bank.\n\n"
        "{next_dates}\n\n"
        "{particulars}\n\n"
        "You agreed to this: {agreed_words}\n\n"
        "You can change the amount or the day, pause or cancel at any time. Nobody "
        "will ask why. The reference is {reference}.\n\n"
        "{portal_link}\n\n"
        "If it was not you who did this, write to us."
    ),
    fill=_begun,
    tags=(
        NAME,
        AMOUNT,
        Tag("method", gettext_lazy("the card or account"), sample="Visa ···· 4242"),
        FIRST_GIFT,
        NEXT_DATES,
        PARTICULARS,
        Tag(
            "agreed_words",
            gettext_lazy("the words agreed to"),
            sample="Threshold may take …",
        ),
        REFERENCE,
        PORTAL,
    ),
)

NOTHING_KEPT = Letter(
    name="pledge-without-card",
    title=gettext_lazy("Welcome to a Freedom Partner whose card could not be kept"),
    subject=gettext_lazy("Your first gift of {amount}, and what the next one needs"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Thank you. Your first gift of {amount} {first_gift}.\n\n"
        "You wanted to give every month. Our card service has not kept your card or "
        "account for that, so next month nothing is taken, nor later, until you give "
        "us one in the Donor Portal. Then your giving goes on from its next day.\n\n"
        "{portal_link}\n\n"
        "If you do nothing, this stays a single gift: you owe nothing. The reference "
        "is {reference}.\n\n"
        "If it was not you who did this, write to us."
    ),
    fill=_first,
    tags=(NAME, AMOUNT, FIRST_GIFT, REFERENCE, PORTAL),
)
