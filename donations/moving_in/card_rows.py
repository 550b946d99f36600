"""What a row says of a card that Stripe charges for an old system."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from donations import reference
from donations.models import CardMove, GivingImport, Moved, Pledge
from donations.moving_in.unclear import Passed, Unclear, number_in


@dataclass(frozen=True)
class Card:
    """What Stripe charges for the old system; from `cut_over` on for a pledge here."""

    key: str
    pledge: Pledge
    customer: str
    method: str
    plan: str
    cut_over: date


def card_in(moving: GivingImport, said: Mapping[str, str]) -> Card:
    number = said.get("pledge_id", "")
    if number:
        moved = Moved.objects.filter(key=f"{moving.source}:pledge:{number_in(number)}")
        known = Pledge.objects.filter(pk__in=moved.values("pledge"))
    else:
        known = Pledge.objects.filter(reference=_reference(said.get("reference", "")))
    pledge = known.first()
    if pledge is None:
        raise Unclear(_("We have no such pledge: take the pledges in first."))
    if pledge.is_ended:
        raise Passed(_("It has ended: nothing is to come."))
    method = _at_stripe(said["method"], ("pm_", "card_", "src_"))
    if CardMove.objects.filter(method_ref=method).exclude(pledge=pledge).exists():
        raise Unclear(
            _(
                "This card moves to another pledge already. For this one ask the donor "
                "to enter a card in the Donor Portal, then end its old plan."
            )
        )
    return Card(
        key=f"{moving.source}:card:{number or pledge.reference}",
        pledge=pledge,
        customer=_at_stripe(said["customer"], ("cus_",)),
        method=method,
        plan=_at_stripe(said["plan"], ("sub_",)) if said.get("plan") else "",
        cut_over=date.fromisoformat(moving.columns["cut_over"]),
    )


def _reference(text: str) -> str:
    try:
        return reference.parse(text)
    except reference.ReferenceNotUnderstood as wrong:
        raise Unclear(str(wrong.message)) from wrong


def _at_stripe(text: str, begins: tuple[str, ...]) -> str:
    """A number of Stripe's; what has another form would be asked for in vain."""
    plain = text.replace("_", "").isalnum() and text.isascii() and len(text) <= 120
    if not text.startswith(begins) or not plain:
        words = _("“%s” is no such number of Stripe’s.")
        raise Unclear(str(words) % text[:40])
    return text
