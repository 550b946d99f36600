"""What a gift says beside its amount, as rows for a page or a letter."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from donations.intention import Intention
from donations.models import (
    Dedication,
    Donor,
    GiftAidTick,
    Payment,
    Pledge,
    PledgeTerms,
)
from ijm.money import Money

Rows = list[tuple[str, str]]


class Particulars(NamedTuple):
    money: Rows
    wishes: Rows

    @property
    def all(self) -> Rows:
        return self.money + self.wishes


def of_intention(intention: Intention) -> Particulars:
    """Before anything is written: for the review."""
    tribute = Dedication(
        kind=intention.tribute,
        name=intention.tribute_to,
        message=intention.tribute_words,
    )
    wishes = _wishes(intention.organisation, tribute, intention.anonymous)
    if intention.gift_aid:
        home = f"{intention.house}, {intention.postcode}"
        names = (intention.title, intention.first_name, intention.last_name)
        name = " ".join(filter(None, names))
        wishes.append((_("Gift Aid"), _("Yes, for %s") % f"{name}, {home}"))
    return Particulars(_money(intention.gift, intention.costs), wishes)


def of(made: Payment | Pledge) -> Particulars:
    """As it is kept: for the thanks page, the letter and staff."""
    donor = made.donor
    given_by = donor.display_name if donor.kind == Donor.ORGANISATION else ""
    tribute = Dedication.objects.of(made) or Dedication()
    wishes = _wishes(given_by, tribute, made.anonymous)
    if GiftAidTick.objects.about(made).exists():
        wishes.append((_("Gift Aid"), _("Yes")))
    return Particulars(_money_of(made), wishes)


def _money_of(made: Payment | Pledge) -> Rows:
    terms: Payment | PledgeTerms | None
    terms = made.newest_terms if isinstance(made, Pledge) else made
    return _money(terms.gift, terms.costs) if terms else []


def _money(gift: Money, costs: Money) -> Rows:
    if costs.is_zero:
        return []
    return [(_("Your gift"), str(gift)), (_("Towards costs"), str(costs))]


def _wishes(organisation: str, tribute: Dedication, anonymous: bool) -> Rows:
    rows = []
    if organisation:
        rows.append((_("Given by"), organisation))
    if tribute.kind:
        rows.append((str(tribute.get_kind_display()), tribute.name))
    if tribute.message:
        rows.append((_("Your words"), tribute.message))
    if anonymous:
        rows.append((_("In public"), _("We do not name you")))
    return rows
