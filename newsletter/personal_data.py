"""The newsletter's part of one person's data: what we hold, and how it goes."""

from typing import Any

from django.utils import timezone

from ijm.contributions import PersonalData, erasers, exporters
from newsletter.forgetting import erase
from newsletter.models import Enquiry, Subscriber, Suppression
from newsletter.occasion import Occasion

COLUMNS = (
    "newsletter.Subscriber.address",
    "newsletter.Subscriber.identity",
    "newsletter.Subscriber.country",
    "newsletter.Subscriber.postcode",
    "newsletter.Subscriber.language",
    "newsletter.Enquiry.address",
    "newsletter.Enquiry.country",
    "newsletter.Enquiry.postcode",
    "newsletter.Enquiry.network",
    "newsletter.ConsentEvent.network",
    "newsletter.ConsentEvent.note",
    "newsletter.Delivery.provider_id",
    "newsletter.Suppression.digest",
)


def export_person(address: str) -> dict[str, Any]:
    subscriber = Subscriber.objects.with_address(address).first()
    suppressed = Suppression.objects.against(address)
    return {
        "suppressed": [str(row) for row in suppressed],
        **(_export(subscriber) if subscriber else {}),
    }


def _export(subscriber: Subscriber) -> dict[str, Any]:
    return {
        "address": subscriber.address,
        "country": subscriber.country,
        "postcode": subscriber.postcode,
        "language": subscriber.language,
        "since": subscriber.created_at.isoformat(),
        "subscriptions": [
            {
                "interest": str(row.interest),
                "began": row.began_at.isoformat(),
                "ended": row.ended_at.isoformat() if row.ended_at else "",
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


def erase_person(address: str) -> int:
    """Returns how many rows knew the address."""
    known = Subscriber.objects.with_address(address).first()
    if known is not None:
        erase(known, Occasion(at=timezone.now(), form="erasure"))
    unanswered = Enquiry.objects.filter(address__iexact=address).delete()[0]
    return (known is not None) + unanswered


def contribute() -> None:
    exporters.add(PersonalData("newsletter", COLUMNS, export_person))
    erasers.add(PersonalData("newsletter", COLUMNS, erase_person))
