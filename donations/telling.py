"""Letters that tell donors what was done about their giving, by them or by us."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.letters import (
    AMOUNT,
    NAME,
    NEXT_DATES,
    PORTAL,
    REFERENCE,
    portal_link,
)
from donations.models import DonorNote, PledgeChange
from ijm.contributions import Filled, Letter, Tag, letters
from ijm.models import SiteSettings


def contribute() -> None:
    for letter in (PLEDGE_CHANGED, DETAILS_CHANGED, ERASED):
        letters.add(letter)


def _pledge_changed(change: PledgeChange, extra: Mapping[str, Any]) -> Filled:
    pledge = change.pledge
    days = pledge.upcoming(pledge.local_day(change.at))
    return {
        "name": pledge.donor.addressee,
        "reference": pledge.reference,
        "amount": str(pledge.amount),
        "what": in_words(change),
        "next_dates": coming(days) if pledge.is_active else [],
        "contact": contact(),
        "portal_link": portal_link(),
    }


def _details_changed(note: DonorNote, extra: Mapping[str, Any]) -> Filled:
    return {
        "name": note.donor.addressee,
        "address": note.donor.postal_address or _("none"),
        "contact": contact(),
        "portal_link": portal_link(),
    }


def in_words(change: PledgeChange) -> str:
    """One sentence on what a verb did."""
    return str(SENTENCES[change.verb]) % {"detail": change.in_words}


def coming(days: Iterable[date]) -> list[tuple[str, str]]:
    """Rows of a letter: the next days on which a gift is expected."""
    words = [date_format(day, "l j F Y") for day in days]
    return [(_("Then") if n else _("Next gift"), day) for n, day in enumerate(words)]


def contact() -> str:
    """To whom to complain: by mail, and by telephone where there is one."""
    site = SiteSettings.current()
    return " · ".join(filter(None, [site.email, site.telephone]))


def _erased(about: None, extra: Mapping[str, Any]) -> Filled:
    kept_until = date.fromisoformat(extra["kept_until"])
    return {
        "name": extra["name"],
        "pledges": ", ".join(extra["pledges"]) or _("none was running"),
        "kept_until": date_format(kept_until, "j F Y"),
    }


SENTENCES = {
    "amount": gettext_lazy("The amount is now %(detail)s."),
    "day": gettext_lazy("The day is now day %(detail)s of the month."),
    "paused": gettext_lazy("It is paused; gifts due before %(detail)s are skipped."),
    "resumed": gettext_lazy("The pause is over."),
    "skipped": gettext_lazy("The gift due on %(detail)s is skipped."),
    "lapsed": gettext_lazy("We ask for no further gift until you restart it."),
    "restarted": gettext_lazy("It goes on."),
    "cancelled": gettext_lazy("It has ended."),
    "made": gettext_lazy("It was made."),
}
CONTACT = Tag(
    "contact",
    gettext_lazy("to whom a donor complains"),
    sample="hello@example.org · 02 5550 0100",
)
PLEDGE_CHANGED = Letter(
    name="pledge-changed",
    title=gettext_lazy("Our staff changed a pledge for its donor"),
    subject=gettext_lazy("Your pledge {reference} was changed"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "As you asked us, our staff changed your pledge {reference} of {amount}. {what}"
        "\n\n"
        "{next_dates}\n\n"
        "If a standing order is set up at your bank, please change it there too: we "
        "cannot do that for you.\n\n"
        "You did not ask for this, or it is not what you asked for? Tell us: "
        "{contact}. We look into it and put it right.\n\n"
        "{portal_link}"
    ),
    fill=_pledge_changed,
    tags=(
        NAME,
        REFERENCE,
        AMOUNT,
        Tag(
            "what",
            gettext_lazy("what was changed, in a sentence"),
            sample="The day is now day 5 of the month.",
        ),
        NEXT_DATES,
        CONTACT,
        PORTAL,
    ),
)

DETAILS_CHANGED = Letter(
    name="details-changed",
    title=gettext_lazy("Our staff changed a donor’s name or postal address"),
    subject=gettext_lazy("Your details were changed"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "As you asked us, our staff changed your details. We know you now as {name}, "
        "with this postal address: {address}\n\n"
        "You did not ask for this, or it is not right? Tell us: {contact}. You can "
        "also mend it yourself in the Donor Portal.\n\n"
        "{portal_link}"
    ),
    fill=_details_changed,
    tags=(
        NAME,
        Tag(
            "address", gettext_lazy("the postal address"), sample="1 Long Road, Sydney"
        ),
        CONTACT,
        PORTAL,
    ),
)

ERASED = Letter(
    name="donor-erased",
    title=gettext_lazy("A donor was erased"),
    subject=gettext_lazy("Your data has been erased"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "As you asked, we have erased your name, your addresses and all we had noted "
        "about you. Pledges that ended with it: {pledges}. If a standing order is set "
        "up at your bank, please end it there: we cannot do that for you.\n\n"
        "The law has us keep the books: amounts and days of gifts, our bank "
        "statements and tax receipts already issued. They stay until {kept_until} "
        "and are used for nothing else.\n\n"
        "This is the last letter to this address. Thank you for all you gave."
    ),
    fill=_erased,
    farewell=True,
    tags=(
        NAME,
        Tag(
            "pledges",
            gettext_lazy("the references of pledges that ended"),
            sample="FP-7K3Q9M-P",
        ),
        Tag(
            "kept_until",
            gettext_lazy("how long the books are kept"),
            sample="31 December 2033",
        ),
    ),
)
