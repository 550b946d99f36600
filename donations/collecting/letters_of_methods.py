"""What donors hear when a card expires, or a bank ends the use of an account."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from donations.collecting.letters import METHOD
from donations.letters import AMOUNT, NAME, PORTAL, portal_link
from donations.models import Pledge
from ijm.contributions import Filled, Letter, Tag, letters


def contribute() -> None:
    for letter in (ENDED, EXPIRES, AT_LAST, MOVED):
        letters.add(letter)


def _of(pledge: Pledge, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": pledge.donor.display_name,
        "amount": str(pledge.amount),
        "method": str(pledge.stored_method),
        "portal_link": portal_link(),
    }


def _moved(pledge: Pledge, extra: Mapping[str, Any]) -> Filled:
    """As it will be taken: after the notice that this letter is."""
    coming = pledge.instalments.open().exclude(next_attempt_on=None)
    first = coming.order_by("next_attempt_on").first()
    day = first.next_attempt_on if first else None
    day = day or pledge.upcoming(pledge.local_day(timezone.now()), 1)[0]
    return {**_of(pledge, extra), "next_gift": date_format(day, "j F Y")}


def _expires(pledge: Pledge, extra: Mapping[str, Any]) -> Filled:
    method = pledge.stored_method
    day = method.expires_on if method else None
    return {**_of(pledge, extra), "expires": date_format(day, "j F Y") if day else "–"}


LAST_DAY = Tag("expires", _("the last day of the card"), sample="31 March 2027")

ENDED = Letter(
    name="method-ended",
    title=_("A card or account was taken back by its bank"),
    subject=_("{method} can no longer be used for your gift"),
    body=_(
        "Dear {name},\n\n"
        "Your bank told us that {method} may not be charged any more. Nothing was "
        "taken, and nothing will be: your giving of {amount} rests until you choose "
        "another way to pay.\n\n"
        "{portal_link}\n\n"
        "Did you want to stop? Then there is nothing to do. Thank you for every gift "
        "you have made."
    ),
    fill=_of,
    tags=(NAME, AMOUNT, METHOD, PORTAL),
)

EXPIRES = Letter(
    name="card-expires",
    title=_("A card expires within a month"),
    subject=_("Your card expires soon"),
    body=_(
        "Dear {name},\n\n"
        "{method}, from which your gift of {amount} comes, is good until {expires}. "
        "If your bank sends you a new card, please enter it in the Donor Portal, so "
        "that your giving goes on.\n\n"
        "{portal_link}\n\n"
        "Many banks tell us of the new card by themselves; then this letter has "
        "crossed theirs, and all is well."
    ),
    fill=_expires,
    tags=(
        NAME,
        AMOUNT,
        METHOD,
        LAST_DAY,
        PORTAL,
    ),
)

AT_LAST = Letter(
    name="card-expires-now",
    title=_("A card expires within days, and no new one is known"),
    subject=_("Your card expires in some days"),
    body=_(
        "Dear {name},\n\n"
        "{method} is good until {expires}, and no bank has told us of a new card. "
        "From that day on it cannot pay your gift of {amount} any more. If you have "
        "the new card, please enter it in the Donor Portal.\n\n"
        "{portal_link}\n\n"
        "We do not write about this card again. If you do nothing, nothing is taken "
        "that your bank does not agree to, and you owe nothing."
    ),
    fill=_expires,
    tags=(NAME, AMOUNT, METHOD, LAST_DAY, PORTAL),
)

MOVED = Letter(
    name="card-moved",
    title=_("A card of the old system is charged from here"),
    subject=_("Your giving goes on, by our new system"),
    body=_(
        "Dear {name},\n\n"
        "We have changed the system that takes your gift of {amount}. It still comes "
        "from {method}, next on {next_gift}; you need not do anything, and nothing is "
        "taken twice.\n\n"
        "New is the Donor Portal, where you change, pause or end your giving by "
        "yourself.\n\n"
        "{portal_link}"
    ),
    fill=_moved,
    tags=(
        NAME,
        AMOUNT,
        METHOD,
        Tag("next_gift", _("the day of the next gift"), sample="31 March 2027"),
        PORTAL,
    ),
)
