"""The letters of giving: their first words, and what fills them while they are sent."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import particulars, processors
from donations.models import Donor, Payment, Pledge, SignInCode
from donations.models.sign_in_code import PURPOSE
from ijm import links
from ijm.contributions import Filled, Letter, Tag, letters

SIGN_IN_LASTS = timedelta(minutes=60)


def contribute() -> None:
    for letter in (GIFT_THANKS, PLEDGE_WELCOME, PLEDGE_CANCELLED, SIGN_IN):
        letters.add(letter)


def portal_link() -> str:
    return settings.SITE_URL + reverse("donations:donor")


def _gift(payment: Payment, extra: Mapping[str, Any]) -> Filled:
    beginning = processors.named(payment.processor).begin(payment)
    return {
        "name": payment.donor.addressee,
        "amount": str(payment.amount),
        "fund": payment.fund.name,
        "reference": beginning.reference,
        "particulars": particulars.of(payment).all,
        "bank_details": list(beginning.lines),
        "portal_link": portal_link(),
    }


def _welcome(pledge: Pledge, extra: Mapping[str, Any]) -> Filled:
    today = pledge.local_day(timezone.now())
    beginning = processors.named(pledge.processor).begin(pledge)
    labels = [_("First gift"), _("Second gift"), _("Third gift")]
    days = [date_format(day, "l j F Y") for day in pledge.upcoming(today)]
    return {
        "name": pledge.donor.addressee,
        "amount": str(pledge.amount),
        "reference": beginning.reference,
        "next_dates": list(zip(labels, days, strict=False)),
        "particulars": particulars.of(pledge).all,
        "bank_details": list(beginning.lines),
        "manage_link": portal_link(),
    }


def _cancelled(pledge: Pledge, extra: Mapping[str, Any]) -> Filled:
    ended = pledge.local_day(pledge.ended_at or timezone.now())
    return {
        "name": pledge.donor.addressee,
        "amount": str(pledge.amount),
        "reference": pledge.reference,
        "ended_on": date_format(ended, "j F Y"),
        "portal_link": portal_link(),
    }


def _sign_in(donor: Donor, extra: Mapping[str, Any]) -> Filled:
    token = links.mint(PURPOSE, donor, SIGN_IN_LASTS)
    code = SignInCode.mint(donor, token)
    return {
        "name": donor.addressee,
        "sign_in_link": settings.SITE_URL + reverse("donations:sign-in", args=[token]),
        "code": f"{code[:3]} {code[3:]}",
    }


NAME = Tag("name", gettext_lazy("the donor's name"), sample="Amara Okafor")
AMOUNT = Tag("amount", gettext_lazy("the amount"), sample="$30")
REFERENCE = Tag("reference", gettext_lazy("the reference"), sample="FP-7K3Q9M-P")
PARTICULARS = Tag(
    "particulars",
    gettext_lazy("costs added, dedication and other wishes, where there are any"),
    kind="block",
    sample=[("In memory of", "Grace Okafor")],
)
BANK = Tag(
    "bank_details",
    gettext_lazy("the charity's bank details and the reference"),
    kind="block",
    sample=[("Account name", "Threshold Justice Ltd"), ("BSB", "000-000")],
)
PORTAL = Tag(
    "portal_link",
    gettext_lazy("a button to the Donor Portal"),
    kind="button",
    label=gettext_lazy("Open the Donor Portal"),
    sample="https://example.org/donor/",
)

NEXT_DATES = Tag(
    "next_dates",
    gettext_lazy("the next three dates"),
    kind="block",
    sample=[("First gift", "Monday 30 November 2026")],
)

GIFT_THANKS = Letter(
    name="gift-thanks",
    title=gettext_lazy("Thanks for one gift, with bank details"),
    subject=gettext_lazy("Your gift of {amount}: how to send it"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Thank you. You have told us of a gift of {amount} for “{fund}”.\n\n"
        "{particulars}\n\n"
        "No money has moved yet: please send it from your bank with these details.\n\n"
        "{bank_details}\n\n"
        "The reference {reference} lets us see that the gift is yours. When it has "
        "arrived, you will find it in the Donor Portal.\n\n"
        "{portal_link}\n\n"
        "If you did not ask for this, do nothing. Nothing will be taken."
    ),
    fill=_gift,
    tags=(
        NAME,
        AMOUNT,
        Tag("fund", gettext_lazy("what the gift is for"), sample="Where needed most"),
        PARTICULARS,
        BANK,
        REFERENCE,
        PORTAL,
    ),
)

PLEDGE_WELCOME = Letter(
    name="pledge-welcome",
    title=gettext_lazy("Welcome to a Freedom Partner"),
    subject=gettext_lazy("Welcome: your first dates and bank details"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Welcome. You have promised {amount} a month.\n\n"
        "{particulars}\n\n"
        "These are the next dates.\n\n"
        "{next_dates}\n\n"
        "Please set up a standing order at your bank with these details. The reference "
        "{reference} stays the same for every gift.\n\n"
        "{bank_details}\n\n"
        "You can change the amount or the day, pause or cancel at any time. Nobody "
        "will ask why.\n\n"
        "{manage_link}\n\n"
        "If you did not ask for this, do nothing. Nothing will be taken."
    ),
    fill=_welcome,
    tags=(
        NAME,
        AMOUNT,
        NEXT_DATES,
        PARTICULARS,
        BANK,
        REFERENCE,
        Tag(
            "manage_link",
            gettext_lazy("a button to the Donor Portal"),
            kind="button",
            label=gettext_lazy("See or change your giving"),
            sample="https://example.org/donor/",
        ),
    ),
)

PLEDGE_CANCELLED = Letter(
    name="pledge-cancelled",
    title=gettext_lazy("A pledge was cancelled"),
    subject=gettext_lazy("Your monthly gift has been cancelled"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Your pledge {reference} of {amount} ended on {ended_on}. If a standing order "
        "is set up at your bank, please cancel it there too: we cannot do that for "
        "you.\n\n"
        "Thank you for every gift you made. Your history and tax statements stay in "
        "the Donor Portal.\n\n"
        "{portal_link}"
    ),
    fill=_cancelled,
    tags=(
        NAME,
        AMOUNT,
        REFERENCE,
        Tag("ended_on", gettext_lazy("the day it ended"), sample="23 November 2026"),
        PORTAL,
    ),
)

SIGN_IN = Letter(
    name="donor-sign-in",
    title=gettext_lazy("The link into the Donor Portal"),
    subject=gettext_lazy("Your link to the Donor Portal"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "Press the button to open the Donor Portal. The link works once, for 60 "
        "minutes.\n\n"
        "{sign_in_link}\n\n"
        "Or type this code on the page where you asked for it: {code}\n\n"
        "If you did not ask for this, do nothing. Nobody has seen your giving."
    ),
    fill=_sign_in,
    tags=(
        NAME,
        Tag(
            "sign_in_link",
            gettext_lazy("the button that signs in"),
            kind="button",
            label=gettext_lazy("Open the Donor Portal"),
            sample="https://example.org/donor/sign-in/…",
        ),
        Tag("code", gettext_lazy("the code to type"), sample="123 456"),
    ),
)
