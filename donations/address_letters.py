"""Letters about a change of e-mail address: to the old box, and to the new one."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.letters import NAME
from donations.models import AddressMove
from donations.models.address_move import LASTS
from donations.moving_address import CONFIRM, LINK_LASTS, STOP
from donations.telling import CONTACT, contact
from ijm import addresses, links
from ijm.contributions import Filled, Letter, Tag, letters


def contribute() -> None:
    for letter in (LEAVING, NEW, TAKEN):
        letters.add(letter)


def _leaving(move: AddressMove, extra: Mapping[str, Any]) -> Filled:
    token = links.mint(STOP, move, LASTS)
    return {
        "name": _name(move),
        "new_address": addresses.mask(move.new_email),
        "when": _when(move),
        "stop_link": _link("donations:address-stop", token),
        "contact": contact(),
    }


def _new(move: AddressMove, extra: Mapping[str, Any]) -> Filled:
    token = links.mint(CONFIRM, move, LINK_LASTS)
    return {
        "name": _name(move),
        "confirm_link": _link("donations:address-confirm", token),
        "contact": contact(),
    }


def _taken(move: AddressMove, extra: Mapping[str, Any]) -> Filled:
    return {"contact": contact()}


def _name(move: AddressMove) -> str:
    return move.donor.addressee if move.donor else ""


def _when(move: AddressMove) -> str:
    """Not before the hold is over; at once, where the donor asked in the portal."""
    if move.hold_until is None:
        return _("as soon as it is confirmed there")
    words = _("on %(day)s, or earlier when two of us compared it with our books")
    return words % {"day": date_format(timezone.localtime(move.hold_until), "j F Y")}


def _link(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


LEAVING = Letter(
    name="address-leaving",
    title=gettext_lazy("Notice to the old address: another was asked for"),
    subject=gettext_lazy("Somebody asked for another address for your giving"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "We were asked to write to {new_address} about your giving, instead of here. "
        "It changes {when}. If that was you, there is nothing to do.\n\n"
        "If it was not you, press the button: nothing changes then.\n\n"
        "{stop_link}\n\n"
        "Questions? {contact}"
    ),
    fill=_leaving,
    tags=(
        NAME,
        Tag(
            "new_address",
            gettext_lazy("the new address, half hidden"),
            sample="a…@example.org",
        ),
        Tag("when", gettext_lazy("when it changes"), sample="on 4 December 2026"),
        Tag(
            "stop_link",
            gettext_lazy("the button that stops it"),
            kind="button",
            label=gettext_lazy("This was not me: change nothing"),
            sample="https://example.org/donor/address-stop/…",
        ),
        CONTACT,
    ),
)

NEW = Letter(
    name="address-new",
    title=gettext_lazy("Link to a donor’s new address"),
    subject=gettext_lazy("Confirm your new address"),
    body=gettext_lazy(
        "Dear {name},\n\n"
        "We were asked to write to this address about your giving. Press the button "
        "to confirm it. The link works once, for 48 hours.\n\n"
        "{confirm_link}\n\n"
        "If you know nothing of it, do nothing, and nothing changes. Questions? "
        "{contact}"
    ),
    fill=_new,
    tags=(
        NAME,
        Tag(
            "confirm_link",
            gettext_lazy("the button that confirms"),
            kind="button",
            label=gettext_lazy("Confirm this address"),
            sample="https://example.org/donor/address/…",
        ),
        CONTACT,
    ),
)

TAKEN = Letter(
    name="address-taken",
    title=gettext_lazy("Somebody asked for an address that is another donor’s"),
    subject=gettext_lazy("Somebody asked to use your address"),
    body=gettext_lazy(
        "Hello,\n\n"
        "Somebody who gives to us asked to use this address for their giving. You give "
        "under it already, so nothing was changed, and they were told nothing of you."
        "\n\n"
        "If that was you, and you would like both to be one, tell us: {contact}. If it "
        "was not, there is nothing to do."
    ),
    fill=_taken,
    tags=(CONTACT,),
)
