"""Staff write down money that came by itself: against a promise, or as it stands."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from donations import reference
from donations.models import (
    Donor,
    Fund,
    Instalment,
    NotSettleable,
    Payment,
    Pledge,
)
from donations.models.amounts import costs_within
from ijm.money import Money


class NothingFound(Exception):
    """A reference of the right shape that nobody was given."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference names: a pledge with its instalments, or one awaited gift."""

    pledge: Pledge | None = None
    payment: Payment | None = None

    @property
    def reference(self) -> str:
        return str((self.pledge or self.payment).reference)  # type: ignore[union-attr]

    @property
    def donor(self) -> Donor:
        return (self.pledge or self.payment).donor  # type: ignore[union-attr]

    @property
    def currency(self) -> str:
        return (self.pledge or self.payment).currency  # type: ignore[union-attr]

    @property
    def instalments(self) -> list[Instalment]:
        """What the money may be for, the one due longest first."""
        if not self.pledge:
            return []
        waiting = [Instalment.SCHEDULED, Instalment.LAPSED, Instalment.SKIPPED]
        return list(self.pledge.instalments.filter(state__in=waiting).order_by("seq"))

    @property
    def amount(self) -> Money | None:
        return (self.pledge or self.payment).amount  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Money as the bank statement shows it. `key` is of the form it was typed into."""

    amount: Money
    received_on: date
    method: str
    key: str
    note: str = ""

    @property
    def own_key(self) -> str:
        return f"desk:{self.key}"


def find(typed: str) -> Found:
    """What was meant; raises ReferenceNotUnderstood or NothingFound."""
    wanted = reference.parse(typed)
    if wanted.startswith(reference.PLEDGE):
        pledges = Pledge.objects.select_related("donor", "fund", "campaign")
        if pledge := pledges.filter(reference=wanted).first():
            return Found(pledge=pledge)
    else:
        payments = Payment.objects.select_related("donor", "fund")
        if payment := payments.filter(reference=wanted).first():
            return Found(payment=payment)
    raise NothingFound(wanted)


def record(found: Found, arrival: Arrival, instalment: Instalment | None) -> Payment:
    """Money for a pledge: for one instalment, or with None a gift beside them."""
    if found.payment:
        return record_awaited(found.payment, arrival)
    assert found.pledge is not None
    due = instalment or Payment(amount_minor=0, costs_minor=0)
    costs = costs_within(arrival.amount.minor, due.amount_minor, due.costs_minor)
    return _settle_new(
        arrival, instalment=instalment, costs_minor=costs, **found.pledge.hands_on
    )


def record_awaited(payment: Payment, arrival: Arrival) -> Payment:
    """A gift promised on the site has arrived, with the amount that came."""
    minor = arrival.amount.minor
    with transaction.atomic():
        payment.lock()
        if payment.is_settled:
            raise NotSettleable(str(payment.pk))
        if payment.amount != arrival.amount:
            costs = costs_within(minor, payment.amount_minor, payment.costs_minor)
            payment.change(amount_minor=minor, costs_minor=costs)
        payment.change(note=arrival.note)
        payment.settle(arrival.received_on, arrival.method)
    return payment


def record_from(donor: Donor, fund: Fund, arrival: Arrival) -> Payment:
    """A gift that a donor we know has told nobody of."""
    return _settle_new(arrival, donor=donor, fund=fund)


def record_unannounced(
    name: str, address: str, fund: Fund, arrival: Arrival
) -> Payment:
    """Money that nobody told us of: a new donor, whose address nobody has proved."""
    with transaction.atomic():
        known = Payment.objects.filter(idempotency_key=arrival.own_key).first()
        if known:
            return known
        donor = Donor.objects.create(display_name=name, email=address)
        return _settle_new(arrival, donor=donor, fund=fund)


def _settle_new(arrival: Arrival, **columns: object) -> Payment:
    """One payment for one form: its key is unique, so two clicks record once."""
    with transaction.atomic():
        payment, made = Payment.objects.get_or_create(
            idempotency_key=arrival.own_key,
            defaults={
                "amount_minor": arrival.amount.minor,
                "currency": arrival.amount.currency,
                "method": arrival.method,
                "note": arrival.note,
                **columns,
            },
        )
        if made:
            payment.settle(arrival.received_on, arrival.method)
    return payment
