"""Giving's part of one person's data: what we hold, and how it goes."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from donations import forgetting, particulars, traces
from donations.collecting import personal_data as begun
from donations.models import (
    AddressMove,
    Agreement,
    Donor,
    DonorNote,
    GiftAidTick,
    Payment,
    Pledge,
    StoredMethod,
)
from donations.moving_in.striking import strike
from donations.personal_columns import COLUMNS
from donations.receipts.personal_data import declarations, documents
from ijm import erasing
from ijm.contributions import PersonalData, erasers, exporters
from ijm.models import OutgoingMail


def copy_of(donor: Donor) -> dict[str, Any]:
    """All that the house keeps of somebody, by each address that is known as theirs."""
    found = {"donations": export_donor(donor)}
    for address in _addresses(donor):
        parts = erasing.export(address)
        found |= {f"{name}: {address}": part for name, part in parts.items()}
        found.pop(f"donations: {address}", None)
    return found


def erase_everywhere(donor: Donor) -> None:
    """From giving and from every other app, by each address known as theirs."""
    addresses = _addresses(donor)
    forgetting.erase(donor, timezone.now())
    for address in addresses:
        erasing.erase(address)


def export_person(address: str) -> list[dict[str, Any]]:
    known = [export_donor(donor) for donor in Donor.objects.at(address)]
    return known + begun.begun_at(address)


def erase_person(address: str) -> int:
    """Returns how many rows knew the address."""
    now = timezone.now()
    found = sum(forgetting.erase(donor, now) for donor in Donor.objects.at(address))
    found += begun.forget_begun(address)
    found += forgetting.drop_moves(AddressMove.objects.naming(address))
    return found + strike(address)


def export_donor(donor: Donor) -> dict[str, Any]:
    rows = list(donor.and_joined())
    return {
        "known as": [_identity(row) for row in rows],
        "pledges": [
            _pledge(row)
            for row in Pledge.objects.filter(donor__in=rows)
            .select_related("fund")
            .prefetch_related("terms", "pauses", "changes", "instalments")
        ],
        "gifts": [
            _gift(row)
            for row in Payment.objects.filter(donor__in=rows)
            .select_related("fund")
            .prefetch_related("refunds__payment", "disputes__payment")
        ],
        "cards and accounts": [
            {"which": str(row), "stored": _moment(row.added_at)}
            for row in StoredMethod.objects.filter(donor__in=rows)
        ],
        "agreements": [
            _agreement(row)
            for row in Agreement.objects.filter(donor__in=rows).select_related(
                "gift_aid", "pledge__donor", "payment__donor", "payment__instalment"
            )
        ],
        "changes of address": [
            f"{_moment(move.asked_at)} {move} {move.told}".strip()
            for move in AddressMove.objects.filter(donor__in=rows)
        ],
        "notes": [
            f"{_moment(note.at)} {note}"
            for note in DonorNote.objects.filter(donor__in=rows)
        ],
        "tax documents": documents(rows),
        "Gift Aid declarations": declarations(rows),
        "letters": _letters(rows),
    }


def _agreement(row: Agreement) -> dict[str, Any]:
    return {
        "when": _moment(row.agreed_at),
        "words": row.words,
        "wishes": _wishes(row.pledge or row.payment),
        "Gift Aid": _gift_aid(getattr(row, "gift_aid", None)),
    }


def _addresses(donor: Donor) -> list[str]:
    """Their own, and those that rows joined to it had proved."""
    rows = donor.and_joined().exclude(email="")
    theirs = rows.filter(Q(pk=donor.pk) | Q(email_verified_at__isnull=False))
    return sorted(set(theirs.values_list("email", flat=True)))


def _identity(row: Donor) -> dict[str, str]:
    return {
        "kind": str(row.get_kind_display()),
        "name": row.display_name,
        "contact person": row.contact_name,
        "address": row.email,
        "address proved": _moment(row.email_verified_at),
        "postal address": row.postal_address,
        "wants no letter that asks, since": _moment(row.asked_no_more_at),
        "first known": _moment(row.created_at),
    }


def _pledge(row: Pledge) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "fund": str(row.fund),
        "how often": str(row.get_interval_months_display()),
        "day": row.anchor_day,
        "first gift on": row.first_due.isoformat(),
        "state": str(row.get_state_display()),
        "began on": row.source_path,
        "amounts": [
            f"{row.currency} {terms.amount_minor}" for terms in row.terms.all()
        ],
        "pauses": [str(pause) for pause in row.pauses.all()],
        "instalments": [
            f"{each.due_on.isoformat()} {each.amount} {each.get_state_display()}"
            for each in row.instalments.all()
        ],
        "changes": [
            f"{_moment(change.at)} {change} {change.reason}".strip()
            for change in row.changes.all()
        ],
    }


def _gift(row: Payment) -> dict[str, Any]:
    return {
        "reference": row.reference or "",
        "amount": str(row.amount),
        "fund": str(row.fund),
        "state": str(row.get_state_display()),
        "received on": _day(row.received_on),
        "how": str(row.get_method_display()),
        "note": row.note,
        "began on": row.source_path,
        "refunds": [
            f"{each.amount} {each.get_state_display()} {each.reason}"
            for each in row.refunds.all()
        ],
        "disputes": [
            f"{each.amount} {each.get_state_display()} {each.reason}"
            for each in row.disputes.all()
        ],
    }


def _wishes(made: Pledge | Payment | None) -> dict[str, str]:
    return dict(particulars.of(made).all) if made else {}


def _gift_aid(tick: GiftAidTick | None) -> list[str]:
    if tick is None:
        return []
    return [tick.words, tick.title, str(tick), tick.house, tick.postcode]


def _letters(rows: list[Donor]) -> list[dict[str, str]]:
    """What was written to them; not the words, which are not kept."""
    found = traces.about(OutgoingMail, [row.pk for row in rows])
    return [
        {"letter": row.letter, "to": row.recipient, "sent": _moment(row.sent_at)}
        for row in found.order_by("created_at")
    ]


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def contribute() -> None:
    for registry, run in ((exporters, export_person), (erasers, erase_person)):
        registry.add(PersonalData("donations", COLUMNS, run, "donations.erase_donor"))
