"""The newsletter's part of one person's data: what we hold, and how it goes."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ijm.addresses import spellings
from ijm.contributions import PersonalData, erasers, exporters
from newsletter.forgetting import erase
from newsletter.models import Enquiry, Subscriber, Suppression
from newsletter.moving_in.striking import strike
from newsletter.occasion import Occasion

COLUMNS = (
    "newsletter.Subscriber.address",
    "newsletter.Subscriber.identity",
    "newsletter.Subscriber.digest",
    "newsletter.Subscriber.country",
    "newsletter.Subscriber.postcode",
    "newsletter.Subscriber.language",
    "newsletter.Subscriber.paused_until",
    "newsletter.Enquiry.address",
    "newsletter.Enquiry.country",
    "newsletter.Enquiry.postcode",
    "newsletter.Enquiry.language",
    "newsletter.Enquiry.network",
    "newsletter.Enquiry.source_path",
    "newsletter.ConsentEvent.network",
    "newsletter.ConsentEvent.note",
    "newsletter.ConsentEvent.source_path",
    "newsletter.Delivery.provider_id",
    # Stay, without a word that says who it is: no list must bring them back.
    "newsletter.Suppression.digest",
    "newsletter.Suppression.note",
)


def export_person(address: str) -> dict[str, Any]:
    subscriber = Subscriber.objects.with_address(address).first()
    suppressed = Suppression.objects.against(address)
    return {
        "suppressed": [f"{row} {row.note}".strip() for row in suppressed],
        "asked": [_asked(row) for row in _enquiries(address)],
        **(_export(subscriber) if subscriber else {}),
    }


def _export(subscriber: Subscriber) -> dict[str, Any]:
    return {
        "address": subscriber.address,
        "country": subscriber.country,
        "postcode": subscriber.postcode,
        "language": subscriber.language,
        "since": subscriber.created_at.isoformat(),
        "paused until": _moment(subscriber.paused_until),
        "subscriptions": [
            {
                "interest": str(row.interest),
                "began": row.began_at.isoformat(),
                "ended": _moment(row.ended_at),
                "why": str(row.get_ended_reason_display()),
            }
            for row in subscriber.subscriptions.select_related("interest")
        ],
        "evidence": [
            event.describe()
            for event in subscriber.evidence.select_related("consent_text")
        ],
        "newsletters": [
            {"issue": str(delivery.issue), "outcome": str(delivery.get_state_display())}
            for delivery in subscriber.deliveries.select_related("issue")
        ],
    }


def _asked(row: Enquiry) -> dict[str, str]:
    return {
        "for": str(row.get_kind_display()),
        "when": row.asked_at.isoformat(),
        "language": row.language,
        "country": row.country,
        "postcode": row.postcode,
        "on the page": row.source_path,
    }


def _enquiries(address: str) -> QuerySet[Enquiry]:
    typed = [Q(address__iexact=spelled) for spelled in spellings(address)]
    return Enquiry.objects.filter(reduce(or_, typed))


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def erase_person(address: str) -> int:
    """Returns how many rows knew the address."""
    known = Subscriber.objects.with_address(address).first()
    if known is not None:
        erase(known, Occasion(at=timezone.now(), form="erasure"))
    unanswered = _enquiries(address).delete()[0]
    return (known is not None) + unanswered + strike(address)


def contribute() -> None:
    may = "newsletter.erase_subscriber"
    exporters.add(PersonalData("newsletter", COLUMNS, export_person, may))
    erasers.add(PersonalData("newsletter", COLUMNS, erase_person, may))
