"""Whose money a line is: by a reference at once, by amount and name as a suggestion."""

import re
from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction

from donations import recording, reference
from donations.models import (
    BankLine,
    Donor,
    Fund,
    Instalment,
    Payment,
)
from donations.models import NotSettleable as PaymentNotSettleable
from donations.models.instalment import NotSettleable as InstalmentNotSettleable
from donations.recording import Arrival, Found, NothingFound
from donations.taking_back import take_back
from ijm.models import StaffMember

NEAR = timedelta(days=10)  # a standing order comes on the bank's day, not on ours
LENGTH = len(reference.PLEDGE) + reference.BODY + 1


class NotNew(Exception):
    """Somebody said meanwhile whose money this is."""


class WrongCurrency(Exception):
    """What was chosen is in another currency than the line."""


CANNOT_BE_BOOKED = (
    NotNew,
    WrongCurrency,
    PaymentNotSettleable,
    InstalmentNotSettleable,
)


def references_in(text: str) -> list[str]:
    """Every reference of ours that stands in a text, however a bank has mangled it."""
    plain = re.sub(r"[\W_]", "", text).upper()
    found = []
    for prefix in (reference.PLEDGE, reference.GIFT):
        for start in (each.start() for each in re.finditer(prefix, plain)):
            try:
                found.append(reference.parse(plain[start : start + LENGTH]))
            except reference.ReferenceNotUnderstood:
                continue
    return list(dict.fromkeys(found))


def named_by(line: BankLine) -> list[Found]:
    """What the references in it name. One letter wrong names nothing: the check."""
    found = []
    for each in references_in(f"{line.text} {line.name}"):
        try:
            found.append(recording.find(each))
        except NothingFound:
            continue
    return found


def match_by_reference(line: BankLine) -> bool:
    """Only what is beyond doubt: one reference, its currency, the amount expected."""
    named = named_by(line)
    if len(named) != 1 or named[0].currency != line.currency:
        return False
    found = named[0]
    if found.payment:
        if found.payment.state != Payment.CREATED or found.amount != line.amount:
            return False
        match_promised(line, found, None, None)
        return True
    near = nearest_unpaid(line.booked_on, found)
    if near is None or near.amount != line.amount:
        return False
    match_promised(line, found, near, None)
    return True


def nearest_unpaid(day: date, found: Found) -> Instalment | None:
    """Of a pledge, the instalment whose day is nearest, within ten days."""
    rows = [row for row in found.instalments if abs(row.due_on - day) <= NEAR]
    return min(rows, key=lambda row: abs(row.due_on - day), default=None)


def match_promised(
    line: BankLine, found: Found, instalment: Instalment | None, by: StaffMember | None
) -> Payment:
    """It is what somebody promised: a gift, an instalment, or one beside a pledge."""
    if found.currency != line.currency:
        raise WrongCurrency(line.currency)
    method = "standing order" if found.pledge else "transfer"
    with transaction.atomic():
        _hold(line)
        payment = recording.record(found, _arrival(line, method), instalment)
        _matched(line, payment, BankLine.RECORDED, by)
    return payment


def match_donor(
    line: BankLine, donor: Donor, fund: Fund, by: StaffMember | None
) -> Payment:
    """A gift that a donor we know announced to nobody."""
    with transaction.atomic():
        _hold(line)
        arrival = _arrival(line, "transfer")
        payment = recording.record_from(donor, fund, arrival)
        _matched(line, payment, BankLine.RECORDED, by)
    return payment


def match_stranger(
    line: BankLine, name: str, address: str, fund: Fund, by: StaffMember
) -> Payment:
    with transaction.atomic():
        _hold(line)
        arrival = _arrival(line, "transfer")
        payment = recording.record_unannounced(name, address, fund, arrival)
        _matched(line, payment, BankLine.RECORDED, by)
    return payment


def link(line: BankLine, payment: Payment, by: StaffMember) -> None:
    """Somebody typed it in before the statement came: it is not recorded again."""
    if payment.currency != line.currency:
        raise WrongCurrency(line.currency)
    with transaction.atomic():
        _hold(line)
        payment.lock()
        if not payment.is_settled or hasattr(payment, "bank_line"):
            raise NotNew(str(line.pk))
        _matched(line, payment, BankLine.LINKED, by)


def unmatch(line: BankLine, by: StaffMember, why: str) -> None:
    """Undo: what the line recorded is taken back, what stood before stays."""
    with transaction.atomic():
        line.lock()
        if not line.is_matched:
            raise NotNew(str(line.pk))
        payment, recorded = line.payment, line.matched_as == BankLine.RECORDED
        line.change(state=BankLine.NEW, payment=None, matched_as="", matched_by=None)
        if recorded and payment:
            take_back(payment, why)


def discard(line: BankLine, by: StaffMember) -> None:
    """Interest, a transfer of our own: money, but nobody's gift."""
    with transaction.atomic():
        _hold(line)
        line.change(state=BankLine.DISCARDED, matched_by=by)


def consider_again(line: BankLine, by: StaffMember) -> None:
    with transaction.atomic():
        line.lock()
        is_payout = hasattr(line, "payout")
        if line.state != BankLine.DISCARDED or line.amount_minor < 0 or is_payout:
            raise NotNew(str(line.pk))
        line.change(state=BankLine.NEW, matched_by=None)


def _hold(line: BankLine) -> None:
    line.lock()
    if not line.is_new:
        raise NotNew(str(line.pk))


def _matched(
    line: BankLine, payment: Payment, way: str, by: StaffMember | None
) -> None:
    line.change(state=BankLine.MATCHED, payment=payment, matched_as=way, matched_by=by)


def _arrival(line: BankLine, method: str) -> Arrival:
    """A key of its own: the same line may be matched anew after an undo."""
    key = f"bank:{line.pk}:{uuid4().hex[:12]}"
    return Arrival(line.amount, line.booked_on, method, key, line.text[:200])
