"""A batch of gifts enters the books whole, or not at all.

What is typed is kept with the batch, right or wrong. It is posted when its count and
its sum agree with the pile's; each row then goes the way of any money that came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from donations import recording
from donations.bank.matching import nearest_unpaid
from donations.models import Donor, Fund, GiftBatch, Payment
from donations.models import NotSettleable as PaymentNotSettleable
from donations.models.instalment import NotSettleable as InstalmentNotSettleable
from donations.recording import Arrival, Found
from ijm.models import StaffMember
from ijm.money import Money


class SavedMeanwhile(Exception):
    """Somebody else saved, posted or threw the batch away since it was shown."""


class DoesNotAgree(Exception):
    """Count or sum is not what stands on the pile."""


class RowRefused(Exception):
    """This row's money was recorded by somebody meanwhile; `number` is the row's."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


@dataclass(frozen=True)
class Stranger:
    """A giver of whom nothing is known yet but what stands on the cheque."""

    name: str
    address: str


@dataclass(frozen=True)
class Entry:
    """One row that is understood."""

    amount: Money
    received_on: date
    method: str
    note: str
    whose: Found | Donor | Stranger
    fund: Fund


@dataclass(frozen=True)
class Tally:
    """What is typed so far, beside what should be."""

    count: int
    sum: Money
    wanted_count: int
    wanted: Money

    @property
    def agrees(self) -> bool:
        return self.count == self.wanted_count and self.sum == self.wanted


def tally(batch: GiftBatch, amounts: Sequence[Money]) -> Tally:
    nothing = Money(0, batch.currency)
    return Tally(
        len(amounts), sum(amounts, nothing), batch.control_count, batch.control
    )


def keep(
    batch: GiftBatch,
    rows: list[dict[str, str]],
    shown: int,
    by: StaffMember,
    now: datetime,
    **control: Any,
) -> None:
    """As typed. `shown` is the version the person had before them."""
    saved = GiftBatch.objects.drafts().filter(pk=batch.pk, version=shown)
    columns = {"rows": rows, "changed_by": by, "changed_at": now, **control}
    if saved.update(version=shown + 1, **columns) != 1:
        raise SavedMeanwhile(batch.name)
    batch.refresh_from_db()


def post(
    batch: GiftBatch,
    entries: Sequence[Entry],
    shown: int,
    by: StaffMember,
    now: datetime,
) -> list[Payment]:
    """All rows or none."""
    with transaction.atomic():
        batch.lock()
        if not batch.is_draft or batch.version != shown:
            raise SavedMeanwhile(batch.name)
        if not tally(batch, [entry.amount for entry in entries]).agrees:
            raise DoesNotAgree(batch.name)
        payments = [
            _record(entry, f"{batch.key}{number}", number)
            for number, entry in enumerate(entries, 1)
        ]
        ids = [payment.pk for payment in payments]
        _end(batch, GiftBatch.POSTED, by, now, payment_ids=ids)
    return payments


def drop(batch: GiftBatch, shown: int, by: StaffMember, now: datetime) -> None:
    with transaction.atomic():
        batch.lock()
        if not batch.is_draft or batch.version != shown:
            raise SavedMeanwhile(batch.name)
        _end(batch, GiftBatch.DROPPED, by, now)


def payments_of(batch: GiftBatch) -> list[Payment]:
    """In the order in which they were typed."""
    rows = Payment.objects.filter(pk__in=batch.payment_ids)
    found = {row.pk: row for row in rows.select_related("donor", "fund")}
    return [found[pk] for pk in batch.payment_ids if pk in found]


def _end(
    batch: GiftBatch, state: str, by: StaffMember, now: datetime, **more: Any
) -> None:
    batch.change(
        state=state,
        rows=[],
        version=batch.version + 1,
        changed_by=by,
        changed_at=now,
        **more,
    )


def _record(entry: Entry, key: str, number: int) -> Payment:
    came = Arrival(entry.amount, entry.received_on, entry.method, key, entry.note)
    whose = entry.whose
    try:
        if isinstance(whose, Stranger):
            return recording.record_unannounced(
                whose.name, whose.address, entry.fund, came
            )
        if isinstance(whose, Donor):
            return recording.record_from(whose, entry.fund, came)
        instalment = nearest_unpaid(entry.received_on, whose) if whose.pledge else None
        return recording.record(whose, came, instalment)
    except (PaymentNotSettleable, InstalmentNotSettleable) as taken:
        raise RowRefused(number) from taken
