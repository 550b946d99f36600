"""What is kept of people who have begun to pay by card, and how it goes."""

from typing import Any

from django.db.models.fields.json import KT
from django.db.models.functions import Lower
from django.utils import timezone

from donations.models import Checkout
from donations.models.checkout import CheckoutQuerySet
from ijm import addresses

COLUMNS = tuple(
    f"donations.Checkout.{column}"
    for column in ("typed", "body_digest", "network", "url", "processor_ref")
)
SHOWN = "name email organisation tribute_to tribute_words first_name last_name house"


def begun_at(address: str) -> list[dict[str, Any]]:
    """What was typed and is not paid yet."""
    return [
        {
            "begun": row.created_at.isoformat(),
            "amount": str(row.gift.amount),
            **{name: getattr(row.gift, name) for name in SHOWN.split()},
        }
        for row in _begun(address)
    ]


def forget_begun(address: str) -> int:
    """Their pages are closed by a chore. What was paid before that is nobody's gift."""
    rows = list(_begun(address))
    for row in rows:
        row.forget(timezone.now())
    return len(rows)


def forget_paid(donors: list[Any]) -> None:
    """Their gifts are in the books, and nothing more needs the way to them."""
    Checkout.objects.filter(agreement__donor__in=donors).delete()


def _begun(address: str) -> CheckoutQuerySet:
    wanted = {spelled.lower() for spelled in addresses.spellings(address)}
    rows = Checkout.objects.open().alias(_address=Lower(KT("typed__email")))
    return rows.filter(_address__in=wanted)
