"""Both books side by side: each of their lines here, each of our sums there.

What was lost on the way to us (a notice, a fee not yet known) is made good first: the
processor is asked again, and only what differs then is a row for people.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from donations.collecting import recovering
from donations.going_back.following import follow
from donations.models import (
    Difference,
    Dispute,
    LedgerEntry,
    NotDisputable,
    NotRefundable,
    Payment,
    ProcessorLine,
    Refund,
)
from donations.reconciling.noting import Found, note
from ijm import dates

AT_ONCE = 500
NOT_YET = timedelta(days=1)  # the newest lines may have come after they were read
NOT_TAKEN = (Dispute.INQUIRY, Dispute.WITHDRAWN)


def hold_against_ours(line: ProcessorLine, now: datetime) -> None:
    payment = _payment_of(line)
    found = _differs(line, payment)
    if found and payment and _make_good(line, payment, found, now):
        payment.refresh_from_db()
        found = _differs(line, payment)
    note(f"line:{line.pk}", found, now, line.processor, line=line, payment=payment)


def look_for_ours(processor: str, since: date, now: datetime) -> int:
    """What our books have, and no line of theirs; older than the newest lines."""
    until = dates.today(now) - NOT_YET
    found = 0
    for row in _not_there(processor, since, until):
        payment = row if isinstance(row, Payment) else row.payment
        note(
            _key_of(row),
            Found(Difference.THERE, row.amount_minor, None, payment.currency),
            now,
            processor,
            payment=payment,
        )
        found += 1
    return found


def look_again(processor: str, now: datetime) -> None:
    """At every difference that is open, however old its line is."""
    waiting = Difference.objects.open().filter(processor=processor)
    for difference in waiting.select_related("line", "payment")[:AT_ONCE]:
        again(difference, now)


def again(difference: Difference, now: datetime) -> None:
    if difference.line:
        hold_against_ours(difference.line, now)
    elif difference.kind == Difference.THERE and _is_there_now(difference):
        difference.change(gone_at=now)


def _differs(line: ProcessorLine, payment: Payment | None) -> Found | None:
    match line.kind:
        case "charge":
            return _of_charge(line, payment)
        case "refund" | "return":
            return _of_refund(line)
        case "dispute":
            return _of_dispute(line)
        case "payout":
            return None
    return Found(Difference.OTHER, None, line.amount_minor, line.currency)


def _of_charge(line: ProcessorLine, payment: Payment | None) -> Found | None:
    if payment is None or not payment.is_settled:
        return _missing(line)
    if payment.amount != line.own:
        return Found(
            Difference.AMOUNT, payment.amount_minor, line.own_minor, line.own_currency
        )
    fee = LedgerEntry.objects.filter(source_key=f"payment:{payment.pk}:fee").first()
    ours = -fee.amount_minor if fee else 0
    if ours != line.fee_minor or (fee and fee.currency != line.currency):
        return Found(Difference.FEE, ours, line.fee_minor, line.currency)
    return None


def _of_refund(line: ProcessorLine) -> Found | None:
    refund = Refund.objects.filter(
        processor_ref=line.source, payment__processor=line.processor
    ).first()
    came_back = line.kind == "return"
    if refund is None or (came_back and refund.state != Refund.FAILED):
        return _missing(line)
    if refund.amount != line.own:
        return Found(
            Difference.AMOUNT, refund.amount_minor, line.own_minor, line.own_currency
        )
    if line.fee_minor:
        return Found(Difference.FEE, None, line.fee_minor, line.currency)
    return None


def _of_dispute(line: ProcessorLine) -> Found | None:
    dispute = Dispute.objects.filter(
        processor_ref=line.source, payment__processor=line.processor
    ).first()
    if dispute is None or dispute.state in NOT_TAKEN:
        return _missing(line)
    if line.amount_minor > 0 and dispute.state != Dispute.WON:
        return _missing(line)
    if dispute.amount != line.own:
        return Found(
            Difference.AMOUNT, dispute.amount_minor, line.own_minor, line.own_currency
        )
    base = f"dispute:{dispute.pk}:fee"
    entered = LedgerEntry.objects.filter(source_key__in=[base, f"{base}:{line.number}"])
    if line.fee_minor > 0 and not entered.exists():
        return Found(Difference.FEE, 0, line.fee_minor, line.currency)
    return None


def _missing(line: ProcessorLine) -> Found:
    """As the donor's side of it: below zero what went back."""
    minor = line.own_minor if line.amount_minor > 0 else -line.own_minor
    return Found(Difference.HERE, None, minor, line.own_currency)


def _payment_of(line: ProcessorLine) -> Payment | None:
    known = Payment.objects.filter(processor=line.processor)
    return known.filter(processor_ref=line.payment_ref or None).first()


def _make_good(
    line: ProcessorLine, payment: Payment, found: Found, now: datetime
) -> bool:
    """A notice was lost, or the fee was not known yet when the gift came."""
    try:
        if not payment.is_settled:
            recovering.look(payment, now)
        if line.kind != "charge":
            follow(payment, now)
        elif found.kind == Difference.FEE:
            return _enter_fee(line, payment)
    except (NotRefundable, NotDisputable):
        return False
    return True


def _enter_fee(line: ProcessorLine, payment: Payment) -> bool:
    with transaction.atomic():
        payment.lock()
        fees = LedgerEntry.objects.filter(source_key=f"payment:{payment.pk}:fee")
        if fees.exists() or line.fee_minor <= 0:
            return False
        LedgerEntry.objects.enter_fee(payment, line.fee)
    return True


def _not_there(
    processor: str, since: date, until: date
) -> list[Payment | Refund | Dispute]:
    window = (since + NOT_YET, until - NOT_YET)
    lines = ProcessorLine.objects.filter(processor=processor)
    charged = lines.filter(kind="charge", payment_ref=OuterRef("processor_ref"))
    about = lines.filter(source=OuterRef("processor_ref"))
    gifts = Payment.objects.settled().filter(
        processor=processor, received_on__range=window
    )
    refunds = Refund.objects.filter(
        payment__processor=processor, state=Refund.SUCCEEDED, paid_on__range=window
    )
    disputes = (
        Dispute.objects.filter(payment__processor=processor, opened_on__range=window)
        .exclude(processor_ref=None)
        .exclude(state__in=NOT_TAKEN)
    )
    found: list[Payment | Refund | Dispute] = []
    found += gifts.exclude(Exists(charged))[:AT_ONCE]
    found += refunds.exclude(Exists(about)).select_related("payment")[:AT_ONCE]
    found += disputes.exclude(Exists(about)).select_related("payment")[:AT_ONCE]
    return found


def _key_of(row: Payment | Refund | Dispute) -> str:
    return f"{row._meta.model_name}:{row.pk}"


def _is_there_now(difference: Difference) -> bool:
    """By now a line of theirs is about it."""
    kind, _colon, key = difference.key.partition(":")
    lines = ProcessorLine.objects.filter(processor=difference.processor)
    if kind == "payment" and difference.payment:
        number = difference.payment.processor_ref
        settled = difference.payment.is_settled
        return not settled or lines.filter(kind="charge", payment_ref=number).exists()
    rows: Any = Refund.objects if kind == "refund" else Dispute.objects
    row = rows.filter(pk=key).first()
    return row is None or lines.filter(source=row.processor_ref).exists()
