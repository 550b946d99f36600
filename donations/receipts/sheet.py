"""What one document says, as plain data: kept with it, and all that is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from donations.models import Donor, GiftAidDeclaration, Payment, Receipt
from donations.models.receipt import number_of
from donations.receipts import printable
from donations.receipts.issuer import Issuer
from ijm.money import Money

VERSION = 1
Sheet = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """A document to be: whose, of which kind and year, for which gifts."""

    donor: Donor
    kind: str
    year: int
    gifts: Sequence[Payment]
    replaces: Receipt | None = None

    @property
    def currency(self) -> str:
        return self.gifts[0].currency

    @property
    def total(self) -> Money:
        return sum((gift.left for gift in self.gifts), Money(0, self.currency))


def compose(issuer: Issuer, draft: Draft, serial: int, issued_on: date) -> Sheet:
    """Raises DetailsMissing."""
    issuer.check(draft.donor)
    profile = issuer.profile
    number = number_of(profile.country, draft.kind, serial)
    total = profile.amount(draft.total)
    wording = profile.wording(draft.kind)
    return {
        "version": VERSION,
        "lang": profile.locale[:2],
        "region": profile.country,
        "paper": profile.paper,
        "number": number,
        "title": wording.title,
        "subtitle": _subtitle(issuer, draft),
        "replaces": _replaces(draft),
        "charity": _charity(issuer),
        "donor": {
            "name": printable.line(draft.donor.display_name),
            "address": printable.lines(draft.donor.postal_address),
        },
        "facts": _facts(issuer, draft, number, issued_on),
        "gifts_heading": "Gifts received",
        **_gifts(issuer, draft),
        "totals": [(profile.total_label, total), *profile.further_totals(total)],
        "words": [_filled(words, issuer) for words in wording.words],
        "notes": [_filled(words, issuer) for words in profile.notes],
        "signature": _signature(issuer) if profile.is_signed else None,
    }


def _subtitle(issuer: Issuer, draft: Draft) -> str:
    if draft.kind == Receipt.SINGLE:
        received = draft.gifts[0].received_on
        assert received is not None
        return f"Received on {issuer.profile.day(received)}"
    first, last = issuer.profile.days_of(draft.year)
    return f"{issuer.profile.day(first)} – {issuer.profile.day(last)}"


def _replaces(draft: Draft) -> str:
    if draft.replaces is None:
        return ""
    return f"Cancels and replaces {draft.replaces.number}."


def _charity(issuer: Issuer) -> dict[str, Any]:
    site, profile = issuer.site, issuer.profile
    name, contact = printable.line(site.legal_name), (site.email, site.telephone)
    address = printable.lines(site.address)
    return {
        "name": name,
        "registration": f"{profile.registration_label} {issuer.rules.registration}",
        "address": address[1:] if address[:1] == [name] else address,
        "contact": [printable.line(each) for each in contact if each],
    }


def _facts(
    issuer: Issuer, draft: Draft, number: str, issued_on: date
) -> list[tuple[str, str]]:
    rows = [("Number", number), ("Issued", issuer.profile.day(issued_on))]
    if issuer.rules.place:
        rows.append(("Place of issue", printable.line(issuer.rules.place)))
    if issuer.profile.shows_gift_aid and (days := _declared(draft.donor)):
        rows.append(("Gift Aid declared", issuer.profile.day(days[0].declared_on)))
    return rows


def _declared(donor: Donor) -> list[GiftAidDeclaration]:
    theirs = GiftAidDeclaration.objects.filter(donor__in=donor.and_joined())
    return list(theirs.order_by("declared_on"))


def _gifts(issuer: Issuer, draft: Draft) -> Sheet:
    profile = issuer.profile
    columns, declared = ["Received", "For", "Reference"], []
    if profile.shows_gift_aid:
        columns.append("Gift Aid")
        declared = _declared(draft.donor)
    rows, funds = [], {gift.fund.name for gift in draft.gifts}
    fund_called = {name: printable.line(name) for name in funds}
    for gift in draft.gifts:
        assert gift.received_on is not None
        row = [
            profile.day(gift.received_on),
            fund_called[gift.fund.name],
            gift.known_by or "–",
        ]
        if profile.shows_gift_aid:
            covered = any(each.covers(gift.received_on) for each in declared)
            row.append("Gift Aid" if covered and gift.currency == "GBP" else "–")
        rows.append([*row, profile.amount(gift.left)])
    return {"columns": [*columns, "Amount"], "gifts": rows}


def _filled(words: str, issuer: Issuer) -> str:
    return words.format(
        charity=printable.line(issuer.site.legal_name),
        registration=issuer.rules.registration,
    )


def _signature(issuer: Issuer) -> dict[str, Any]:
    rules = issuer.rules
    name = printable.line(rules.signatory)
    return {
        "name": name,
        "role": printable.line(rules.signatory_role),
        "picture": list(bytes(rules.signature)),
        "alt": f"Signature of {name}",
    }
