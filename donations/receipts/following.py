"""What follows by itself: a receipt after a gift, another after one was voided.

Both are found by looking at the books, so nothing that was asked for can be lost; what
cannot be written is noted once, and waits for a person.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import DatabaseError, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from donations.models import (
    Payment,
    Receipt,
    ReceiptProblem,
    ReceiptRules,
)
from donations.models.receipt_line import on_a_document
from donations.receipts import telling
from donations.receipts.issuer import DetailsMissing, Issuer, NotReady
from donations.receipts.issuing import held, issue
from donations.receipts.printing import NotPrintable
from donations.receipts.running import SECONDS, why_not
from donations.receipts.sheet import Draft
from ijm import dates
from ijm.models import StaffMember

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=90)
AT_ONCE = 50
Row = TypeVar("Row", bound=Model)


def work(now: datetime) -> int:
    """A slice: what replaces something first, then new receipts."""
    try:
        issuer = Issuer.current()
    except NotReady:
        return 0
    done = 0
    for old in _in_time(to_replace()):
        done += _tried(old.lines.all()[0].payment, partial(replace, issuer, old, now))
    for gift in _in_time(awaiting_receipt(issuer, now)):
        done += _tried(gift, partial(_receipt, issuer, gift, now))
    return done


def _in_time(found: QuerySet[Row]) -> Iterator[Row]:
    """As many as a turn has time for. At least one, however long it took to find it:
    else a great house, slow to search, would issue nothing for ever.
    """
    rows = list(found[:AT_ONCE])
    until = time.monotonic() + SECONDS
    for row in rows:
        yield row
        if time.monotonic() >= until:
            return


def to_replace() -> "QuerySet[Receipt]":
    """Voided with a replacement due, whose gifts are at rest and not all gone back."""
    gifts = Payment.objects.filter(receipt_lines__receipt=OuterRef("pk"))
    moving = gifts.filter(
        Q(refunds__state__in=["requested", "pending"])
        | Q(disputes__state__in=["inquiry", "open"])
    )
    return (
        Receipt.objects.filter(voided__to_replace=True, replaced_by=None)
        .filter(Exists(gifts.receiptable()), ~Exists(moving))
        .exclude(Exists(gifts.filter(receipt_problem__isnull=False)))
        .filter(donor__forgotten_at=None)
        .order_by("voided__at")
    )


def awaiting_receipt(issuer: Issuer, now: datetime) -> "QuerySet[Payment]":
    """Gifts that the charity gives a receipt at once, and that never had one."""
    rules = issuer.rules
    if rules.singles == ReceiptRules.NO_SINGLES or rules.singles_from is None:
        return Payment.objects.none()
    since = max(rules.singles_from, dates.today(now) - LOOK_BACK)
    found = (
        Payment.objects.filter(received_on__gte=since, receipt_problem=None)
        .filter(~on_a_document(), donor__forgotten_at=None)
        .receiptable()
    )
    if rules.singles == ReceiptRules.ONE_OFF:
        found = found.filter(instalment=None)
    if issuer.asks_for_addresses:
        found = found.exclude(donor__postal_address="")
    return found.order_by("received_on", "created_at")


def replace(
    issuer: Issuer, old: Receipt, now: datetime, by: StaffMember | None = None
) -> Receipt | None:
    """What is left of its gifts, on a new document; None if nothing is."""
    with transaction.atomic():
        gifts = held(Payment.objects.filter(receipt_lines__receipt=old))
        if not gifts:
            return None
        donor = old.donor.merged_into or old.donor
        draft = Draft(donor, old.kind, old.year, gifts, replaces=old)
        receipt = issue(issuer, draft, now, by)
        telling.tell(receipt)
    return receipt


def correct(
    old: Receipt, reason: str, by: StaffMember, now: datetime
) -> Receipt | None:
    """Void and write anew at once, from the donor's details as they stand now."""
    issuer = Issuer.current()
    with transaction.atomic():
        old.void(reason, now, by, to_replace=True)
        return replace(issuer, old, now, by)


def _receipt(issuer: Issuer, gift: Payment, now: datetime) -> Receipt | None:
    with transaction.atomic():
        gifts = held(Payment.objects.filter(pk=gift.pk))
        if not gifts:
            return None
        assert gift.received_on is not None
        donor = gifts[0].donor.merged_into or gifts[0].donor
        year = issuer.profile.year_of(gift.received_on)
        receipt = issue(issuer, Draft(donor, Receipt.SINGLE, year, gifts), now)
        telling.tell(receipt)
    return receipt


def _tried(gift: Payment, act: Callable[[], Receipt | None]) -> int:
    try:
        with transaction.atomic():
            return 1 if act() else 0
    except DetailsMissing as missing:
        _note(gift, f"Missing: {missing}")
    except (NotPrintable, DatabaseError, ValueError, TypeError) as wrong:
        log.error("Receipt for payment %s: %s", gift.pk, why_not(wrong))
        _note(gift, why_not(wrong))
    return 0


def _note(gift: Payment, words: str) -> None:
    ReceiptProblem.objects.update_or_create(
        payment=gift, defaults={"error": words[:300]}
    )
