"""The letter that ends a Freedom Partner's year."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import thanking
from donations.letters import NAME, PORTAL, REFERENCE, portal_link
from donations.models import Donor, Pledge, PledgeChange
from donations.telling import in_words
from ijm.contributions import Filled, Letter, Tag, letters


def contribute() -> None:
    letters.add(NEW_TERMS)
    letters.add(PARTNER_YEAR)


def _new_terms(change: PledgeChange, extra: Mapping[str, Any]) -> Filled:
    pledge = change.pledge
    return {
        "name": pledge.donor.addressee,
        "reference": pledge.reference,
        "what": in_words(change),
        "next_gifts": gifts_ahead(pledge, pledge.local_day(change.at)),
        "at_the_bank": str(WE_TAKE_IT if pledge.is_collected else YOU_SEND_IT),
        "portal_link": portal_link(),
    }


def gifts_ahead(pledge: Pledge, today: date) -> list[tuple[str, str]]:
    """The next days, each with the amount in force on it."""
    return [
        (date_format(day, "l j F Y"), str(pledge.amount_on(day) or pledge.amount))
        for day in (pledge.upcoming(today) if pledge.is_active else [])
    ]


def _year(donor: Donor, extra: Mapping[str, Any]) -> Filled:
    year = int(extra["year"])
    sums = [str(money) for money in thanking.given(donor, year)]
    return {
        "name": donor.addressee,
        "year": str(year),
        "given": _(" and ").join(sums),
        "figures": [
            (
                f"{figure.value} {figure.label}",
                f"{figure.scope}, {date_format(figure.as_of, 'F Y')}; {figure.source}",
            )
            for figure in thanking.figures(year)
        ],
        "portal_link": portal_link(),
    }


YOU_SEND_IT = gettext_lazy(
    "Your bank knows nothing of this yet: please change your standing order there. "
    "Until you do, it sends what it sent before, and we book what comes."
)
WE_TAKE_IT = gettext_lazy(
    "We take nothing sooner, and no more, than is written here. What is with your bank "
    "already cannot be changed by us."
)
NEW_TERMS = Letter(
    name="pledge-new-terms",
    title=gettext_lazy("A donor changed the amount or the day of a pledge"),
    subject=gettext_lazy("Your monthly gift changes"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "You changed your pledge {reference}. {what} These are the next gifts.\n\n"
        "{next_gifts}\n\n"
        "{at_the_bank}\n\n"
        "If this was not you, or you think again, change it back in the Donor Portal, "
        "or answer this letter.\n\n"
        "{portal_link}"
    ),
    fill=_new_terms,
    tags=(
        NAME,
        REFERENCE,
        Tag(
            "what",
            gettext_lazy("what was changed, in a sentence"),
            sample="The amount is now $40.",
        ),
        Tag(
            "next_gifts",
            gettext_lazy("the next three days, with amounts"),
            kind="block",
            sample=[("Monday 30 November 2026", "$40")],
        ),
        Tag(
            "at_the_bank",
            gettext_lazy("who has to change what, by how the gifts are sent"),
            sample=YOU_SEND_IT,
        ),
        PORTAL,
    ),
)
PARTNER_YEAR = Letter(
    name=thanking.LETTER,
    title=gettext_lazy("A Freedom Partner’s year"),
    subject=gettext_lazy("What your {year} came to"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "In {year} you gave {given}. You did not wait for news to be moved by; you "
        "were there every month, and so we could promise people to stay until their "
        "case was over. Thank you.\n\n"
        "This is where the work stands that you carry with others:\n\n"
        "{figures}\n\n"
        "Numbers are not people. Behind each is somebody who chose what to tell us; "
        "our site has the stories of some.\n\n"
        "Your gifts of the year, and the statement for your taxes, are in the Donor "
        "Portal. There you can change, pause or stop as well, whenever you need to.\n\n"
        "{portal_link}"
    ),
    fill=_year,
    tags=(
        NAME,
        Tag("year", gettext_lazy("the year"), sample="2025"),
        Tag("given", gettext_lazy("what came and stayed in that year"), sample="$360"),
        Tag(
            "figures",
            gettext_lazy("up to four impact figures, each with scope, date and source"),
            kind="block",
            sample=[
                ("500+ police officers trained", "Cambodia, June 2025; our records")
            ],
        ),
        PORTAL,
    ),
)
