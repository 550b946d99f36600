"""What donors are told when a gift could not be taken; never a bank's code for it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from donations.letters import AMOUNT, NAME, PORTAL, portal_link
from donations.models import Payment, Pledge
from ijm import links
from ijm.contributions import Filled, Letter, Tag, letters

APPROVE = "approve-gift"
LINK_LASTS = timedelta(days=14)


def contribute() -> None:
    for letter in (REFUSED, GIVEN_UP, STOPPED, NEEDS_YOU, STORED):
        letters.add(letter)


def _of(payment: Payment, extra: Mapping[str, Any]) -> dict[str, Any]:
    method = payment.stored_method
    return {
        "name": payment.donor.display_name,
        "amount": str(payment.amount),
        "method": str(method) if method else str(payment.get_method_display()),
        "portal_link": portal_link(),
    }


def _refused(payment: Payment, extra: Mapping[str, Any]) -> Filled:
    instalment = payment.instalment
    day = instalment.next_attempt_on if instalment else None
    shown = date_format(day, "j F Y") if day else str(_("in the next days"))
    return {**_of(payment, extra), "next_try": shown}


def _needs_you(payment: Payment, extra: Mapping[str, Any]) -> Filled:
    token = links.mint(APPROVE, payment, LINK_LASTS)
    filled = _of(payment, extra)
    del filled["portal_link"]
    address = reverse("donations:approve", args=[token])
    return {**filled, "approve_link": settings.SITE_URL + address}


def _stored(pledge: Pledge, extra: Mapping[str, Any]) -> Filled:
    days = pledge.upcoming(pledge.local_day(timezone.now()), 1)
    tries = pledge.instalments.open().exclude(next_attempt_on=None)
    first = tries.order_by("next_attempt_on").first()
    if first and first.next_attempt_on:
        days = [first.next_attempt_on]
    return {
        "name": pledge.donor.display_name,
        "amount": str(pledge.amount),
        "method": str(pledge.stored_method),
        "next_gift": date_format(days[0], "j F Y") if days else "–",
        "agreed_words": pledge.stored_method.agreed_words
        if pledge.stored_method
        else "",
        "portal_link": portal_link(),
    }


METHOD = Tag("method", _("the card or account"), sample="Visa ···· 4242")

REFUSED = Letter(
    name="gift-refused",
    title=_("A gift could not be taken, and will be tried again"),
    subject=_("We could not take your gift of {amount}"),
    body=_(
        "Dear {name},\n\n"
        "Your bank did not let us take your gift of {amount} from {method}. No money "
        "has moved. We try again on {next_try}; you need not do anything.\n\n"
        "Would you rather not give this time? Pause or cancel in the Donor Portal.\n\n"
        "{portal_link}"
    ),
    fill=_refused,
    tags=(
        NAME,
        AMOUNT,
        METHOD,
        Tag("next_try", _("the day of the next try"), sample="3 March 2027"),
        PORTAL,
    ),
)

GIVEN_UP = Letter(
    name="gift-given-up",
    title=_("A gift could not be taken, and is not tried any more"),
    subject=_("Your gift of {amount} was not taken"),
    body=_(
        "Dear {name},\n\n"
        "We could not take your gift of {amount} from {method}, and we have stopped "
        "trying: nothing was taken, and you owe nothing. We never ask for missed gifts "
        "afterwards.\n\n"
        "Why your bank said no, only your bank knows. You see your giving in the Donor "
        "Portal.\n\n"
        "{portal_link}"
    ),
    fill=_of,
    tags=(NAME, AMOUNT, METHOD, PORTAL),
)

STOPPED = Letter(
    name="card-stopped",
    title=_("A card cannot be charged any more"),
    subject=_("Your card can no longer be used for your gift"),
    body=_(
        "Dear {name},\n\n"
        "Your bank told us that {method} cannot be charged any more, so your gift of "
        "{amount} was not taken. We will not try this card again, and your giving "
        "rests until you choose another way to pay.\n\n"
        "{portal_link}\n\n"
        "Thank you for every gift you have made."
    ),
    fill=_of,
    tags=(NAME, AMOUNT, METHOD, PORTAL),
)

NEEDS_YOU = Letter(
    name="gift-needs-you",
    title=_("The donor's bank wants to hear from the donor"),
    subject=_("Please approve your gift of {amount}"),
    body=_(
        "Dear {name},\n\n"
        "Your bank asks you to approve your gift of {amount} from {method}. Until you "
        "do, no money moves.\n\n"
        "{approve_link}\n\n"
        "The link works for 14 days. If you do nothing, this gift is left out."
    ),
    fill=_needs_you,
    tags=(
        NAME,
        AMOUNT,
        METHOD,
        Tag(
            "approve_link",
            _("the button to the page that leads to the bank"),
            kind="button",
            label=_("Approve my gift"),
            sample="https://example.org/give/approve/…",
        ),
    ),
)

STORED = Letter(
    name="card-stored",
    title=_("A card or account was stored for a pledge"),
    subject=_("Your gifts now come from {method}"),
    body=_(
        "Dear {name},\n\n"
        "From now on your gift of {amount} is taken from {method}, next on "
        "{next_gift}. If a standing order for it is set up at your bank, please end it "
        "there.\n\n"
        "You agreed to this: {agreed_words}\n\n"
        "{portal_link}\n\n"
        "If it was not you who did this, write to us."
    ),
    fill=_stored,
    tags=(
        NAME,
        AMOUNT,
        METHOD,
        Tag("next_gift", _("the day of the next gift"), sample="31 March 2027"),
        Tag("agreed_words", _("the words agreed to"), sample="Threshold may take …"),
        PORTAL,
    ),
)
