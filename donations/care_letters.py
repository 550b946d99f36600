"""Letters of recurring care: what is due, what did not come, what went back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from donations import offering, processors
from donations.letters import (
    AMOUNT,
    BANK,
    NAME,
    NEXT_DATES,
    PORTAL,
    REFERENCE,
    portal_link,
)
from donations.models import Instalment, Offer, PledgePause, Refund
from donations.telling import CONTACT, coming, contact
from ijm.contributions import Filled, Letter, Tag, letters


def contribute() -> None:
    for letter in (BEFORE, AFTER, PAUSE_ENDS, WIN_BACK, RAISE, MAKE_MONTHLY, REFUND):
        letters.add(letter)


def _due(row: Instalment, extra: Mapping[str, Any]) -> Filled:
    pledge = row.pledge
    beginning = processors.named(pledge.processor).begin(pledge)
    return {
        "name": pledge.donor.addressee,
        "amount": str(row.amount),
        "due_on": _in_words(row.due_on),
        "reference": pledge.reference,
        "bank_details": list(beginning.lines),
        "portal_link": portal_link(),
    }


def _pause_ends(pause: PledgePause, extra: Mapping[str, Any]) -> Filled:
    pledge = pause.pledge
    return {
        "name": pledge.donor.addressee,
        "amount": str(pledge.amount),
        "reference": pledge.reference,
        "until": _in_words(pause.until),
        "next_dates": coming(pledge.upcoming(pause.until)),
        "portal_link": portal_link(),
    }


def _offer(offer: Offer, extra: Mapping[str, Any]) -> Filled:
    donor = offer.about.donor
    return {
        "name": (donor.merged_into or donor).addressee,
        "amount": str(offer.amount),
        "offer_link": offering.link_to(offer),
        "portal_link": portal_link(),
    }


def _refund(refund: Refund, extra: Mapping[str, Any]) -> Filled:
    donor = refund.payment.donor
    return {
        "name": (donor.merged_into or donor).addressee,
        "amount": str(refund.amount),
        "gift": str(refund.payment.amount),
        "sent_on": _in_words(refund.paid_on) if refund.paid_on else "",
        "contact": contact(),
        "portal_link": portal_link(),
    }


def _in_words(day: date) -> str:
    return date_format(day, "j F Y")


DUE_ON = Tag("due_on", gettext_lazy("the day it is due"), sample="30 November 2026")
OFFER = Tag(
    "offer_link",
    gettext_lazy("the button that opens the offer"),
    kind="button",
    label=gettext_lazy("See what would happen"),
    sample="https://example.org/donor/offer/…",
)
DUE_TAGS = (NAME, AMOUNT, DUE_ON, REFERENCE, BANK, PORTAL)
OFFER_TAGS = (NAME, AMOUNT, OFFER, PORTAL)

BEFORE = Letter(
    name="reminder-before",
    title=gettext_lazy("Reminder before a gift is due"),
    subject=gettext_lazy("Your gift of {amount} is due on {due_on}"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Your next gift of {amount} is due on {due_on}. These are the details for "
        "your bank; the reference {reference} stays the same.\n\n"
        "{bank_details}\n\n"
        "With a standing order it goes by itself, and we stop reminding you. To "
        "change, skip or end it, open the portal.\n\n"
        "{portal_link}"
    ),
    fill=_due,
    tags=DUE_TAGS,
)

AFTER = Letter(
    name="reminder-after",
    title=gettext_lazy("Reminder of a gift that did not come"),
    subject=gettext_lazy("Your gift of {due_on} has not arrived"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Your gift of {amount}, due on {due_on}, has not arrived yet. If it is on its "
        "way, thank you: there is nothing to do. If not, these are the details.\n\n"
        "{bank_details}\n\n"
        "If it does not suit you this time, let it be: we ask only once, and the next "
        "gift is due as usual.\n\n"
        "{portal_link}"
    ),
    fill=_due,
    tags=DUE_TAGS,
)

PAUSE_ENDS = Letter(
    name="pause-ends",
    title=gettext_lazy("A pause ends in a week"),
    subject=gettext_lazy("Your pause ends on {until}"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "The pause of your pledge {reference} of {amount} ends on {until}. These are "
        "the next dates.\n\n"
        "{next_dates}\n\n"
        "If you would like a longer pause, another amount, or an end of it, one click "
        "in the portal does it.\n\n"
        "{portal_link}"
    ),
    fill=_pause_ends,
    tags=(
        NAME,
        AMOUNT,
        REFERENCE,
        Tag("until", gettext_lazy("when it ends"), sample="1 March 2027"),
        NEXT_DATES,
        PORTAL,
    ),
)

WIN_BACK = Letter(
    name="win-back",
    title=gettext_lazy("Whether a stopped pledge may go on"),
    subject=gettext_lazy("Would you go on with us?"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "You gave {amount} regularly, and every gift went into a case that went on. "
        "Your gifts stopped; there may be good reasons, and you owe us none.\n\n"
        "Should you like to go on, this page shows what would happen and when. "
        "Nothing is asked for the time between.\n\n"
        "{offer_link}\n\n"
        "If not, thank you for all you did. We ask only this once."
    ),
    fill=_offer,
    tags=OFFER_TAGS,
)

RAISE = Letter(
    name="raise-offer",
    title=gettext_lazy("Whether a pledge may be raised"),
    subject=gettext_lazy("Would {amount} be possible?"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Thank you for giving regularly. Costs have gone up where we work. Would "
        "{amount} be possible for you? This page shows what would change and from "
        "when.\n\n"
        "{offer_link}\n\n"
        "If not, everything stays as it is, and it is enough. You would rather not be "
        "asked? Say so in the portal, under My details.\n\n"
        "{portal_link}"
    ),
    fill=_offer,
    tags=OFFER_TAGS,
)

MAKE_MONTHLY = Letter(
    name="monthly-offer",
    title=gettext_lazy("Whether one gift may become a monthly one"),
    subject=gettext_lazy("Thank you, and a question"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Your gift has arrived. Thank you. Cases take years, and a gift every month "
        "stays until the end. Would you give {amount} each month? The first would come "
        "a month after this gift.\n\n"
        "{offer_link}\n\n"
        "If not, your gift does its work all the same. You would rather not be asked? "
        "Say so in the portal, under My details.\n\n"
        "{portal_link}"
    ),
    fill=_offer,
    tags=OFFER_TAGS,
)

REFUND = Letter(
    name="refund-sent",
    title=gettext_lazy("Money was sent back to a donor"),
    subject=gettext_lazy("We have sent {amount} back to you"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "On {sent_on} we sent {amount} of your gift of {gift} back to your bank. It "
        "takes a few working days. A tax receipt for it no longer counts for what "
        "went back.\n\n"
        "You did not expect this? Tell us: {contact}\n\n"
        "{portal_link}"
    ),
    fill=_refund,
    tags=(
        NAME,
        AMOUNT,
        Tag("gift", gettext_lazy("the amount of the gift"), sample="$50"),
        Tag("sent_on", gettext_lazy("the day it was sent"), sample="3 December 2026"),
        CONTACT,
        PORTAL,
    ),
)
