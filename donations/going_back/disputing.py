"""Disputes as a processor reports them: the same rows and lines as those of staff."""

from datetime import date, datetime

from django.db.models import QuerySet

from donations.collecting.stopping import stop
from donations.models import Dispute, LedgerEntry, Payment
from donations.processors.answers import Disputed
from ijm import dates
from ijm.money import Money

OVER_BY_RETURN = (Dispute.OPEN, Dispute.LOST)


def follow_dispute(payment: Payment, taken: Disputed, now: datetime) -> None:
    """To be called under the locks of `following.follow`."""
    payment.refresh_from_db()
    dispute = _ours(payment, taken) or _begin(payment, taken, now)
    today = dates.today(now)
    if taken.took and dispute.is_inquiry:
        dispute.take(taken.opened_on)
    if taken.answer_by and dispute.answer_by != taken.answer_by:
        dispute.change(answer_by=taken.answer_by)
    _decide(dispute, taken, today)
    _enter_fees(dispute, taken, today)


def _ours(payment: Payment, taken: Disputed) -> Dispute | None:
    """By its number; or one that staff wrote down before the notice came."""
    known = payment.disputes.filter(processor_ref=taken.number).first()
    if known is None:
        typed = payment.disputes.filter(processor_ref=None).open()
        known = typed.filter(amount_minor=taken.amount.minor).first()
        if known:
            known.change(processor_ref=taken.number)
    if known:
        known.lock()
    return known


def _begin(payment: Payment, taken: Disputed, now: datetime) -> Dispute:
    """Whoever disputes a gift is not asked again, nor is the card or account."""
    made = Dispute.objects.begin(
        payment,
        taken.amount,
        taken.opened_on,
        Dispute.OPEN if taken.took else Dispute.INQUIRY,
        answer_by=taken.answer_by,
        reason=taken.reason[:300],
        processor_ref=taken.number,
    )
    if payment.stored_method:
        stop(payment.stored_method, "disputed", now)
    return made


def _decide(dispute: Dispute, taken: Disputed, today: date) -> None:
    match taken.state:
        case Dispute.WON if dispute.state in OVER_BY_RETURN:
            dispute.win(taken.ended_on or today)
        case Dispute.LOST if dispute.state == Dispute.OPEN:
            dispute.lose(today)
        case Dispute.WITHDRAWN if dispute.is_inquiry:
            dispute.drop(today)


def _enter_fees(dispute: Dispute, taken: Disputed, today: date) -> None:
    """What the processor charges for it, in its own money; and what it gives back.

    What staff typed is the first of them.
    """
    base = f"dispute:{dispute.pk}:fee"
    fees = LedgerEntry.objects.filter(source_key__startswith=base)
    known = set(fees.values_list("source_key", flat=True))
    for place, (number, fee) in enumerate(taken.fees):
        if fee.minor < 0:
            _give_back(fees, number, fee, today)
        elif f"{base}:{number}" not in known and (place or base not in known):
            _enter_fee(dispute, f"{base}:{number}", fee, taken.opened_on)


def _enter_fee(dispute: Dispute, key: str, fee: Money, day: date) -> None:
    payment = dispute.payment
    if fee.currency == dispute.currency:
        dispute.change(fee_minor=dispute.fee_minor + fee.minor)
    LedgerEntry.objects.enter(
        day,
        kind=LedgerEntry.FEE,
        donor=payment.donor,
        payment=payment,
        fund=payment.fund,
        amount_minor=-fee.minor,
        currency=fee.currency,
        source_key=key,
    )


def _give_back(
    fees: "QuerySet[LedgerEntry]", number: str, fee: Money, today: date
) -> None:
    """The line that charged as much is undone, once for each line that returns it."""
    done = LedgerEntry.objects.filter(reverses__in=fees, note__endswith=number)
    charged = fees.filter(amount_minor=fee.minor, reversed_by=None).first()
    if charged and not done.exists():
        charged.reverse(today, number)
