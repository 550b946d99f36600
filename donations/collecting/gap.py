"""After a restore: what Stripe has taken since the backup, written down, not retaken.

The restored books know the pledge and not the payment. Each intent that took money, or
may still, carries the number of the payment it was made for and the reference of its
pledge; it is given back to the oldest instalment of that pledge that waits.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from donations.collecting import recovering
from donations.collecting.adopting import adopt
from donations.collecting.checking_out import take_up
from donations.models import Checkout, Instalment, Payment, Pledge, StoredMethod
from donations.processors.at_stripe import client, unanswered
from donations.processors.base import Unanswered
from donations.processors.from_stripe import Made
from donations.raising import raise_instalments
from ijm.backups.refusal import Refused
from ijm.money import Money
from ijm.reopening import Reopening, reopenings

# Its clock and ours, and what was under way while the dump was begun.
BEFORE = timedelta(hours=1)
TOOK_OR_MAY = {"succeeded", "processing", "requires_action"}
WAITING = (Instalment.SCHEDULED, Instalment.COLLECTING, Instalment.LAPSED)
SILENT = _("Stripe did not answer, and only it knows what was collected since.")


def rebuild(taken_at: datetime, now: datetime) -> Iterator[str]:
    """What a person should know. Refused where Stripe cannot be asked."""
    if not settings.STRIPE_SECRET_KEY:
        if Pledge.objects.unended().filter(processor="stripe").exists():
            raise Refused(
                _("Pledges are paid by card, and STRIPE_SECRET_KEY is not set: set it.")
            )
        return
    try:
        with unanswered():
            visits = client().visits_since(taken_at - BEFORE)
            made = client().made_since(taken_at - BEFORE)
        for checkout in Checkout.objects.open():
            take_up(checkout, now)  # begun before, and paid since
        cards = sum(1 for visit in visits if adopt("stripe", visit, now))
        unknown = [each for each in made if not _is_known(each)]
        found = [each for each in unknown if _give_back(each, now)]
    except Unanswered as silence:
        raise Refused(str(SILENT)) from silence
    yield _("Stripe: %(gifts)d gifts found again, %(cards)d visits looked through.") % {
        "gifts": len(found),
        "cards": cards,
    }
    for each in unknown:
        if each.intent.status == "succeeded" and each not in found:
            sum_ = Money(each.intent.minor, each.intent.currency)
            yield _(
                "%(sum)s of %(day)s (%(number)s) is at Stripe and of no pledge here: "
                "record it, “receipted elsewhere” if it was."
            ) % {
                "sum": sum_,
                "day": each.made_at.date(),
                "number": each.intent.number,
            }


def _is_known(made: Made) -> bool:
    ours, key = Payment.objects.filter(processor="stripe"), _key(made)
    known = Q(processor_ref=made.intent.number) | (Q(pk=key) if key else Q())
    return ours.filter(known).exists()


def _give_back(made: Made, now: datetime) -> bool:
    """What failed or was never confirmed took nothing, and is tried anew."""
    key = _key(made)
    if made.intent.status not in TOOK_OR_MAY or key is None:
        return False
    pledge = Pledge.objects.filter(reference=made.words).first()
    if pledge is None:
        return False
    raise_instalments(pledge.local_day(now), pledge)
    instalment = _waiting(pledge, made)
    if instalment is None:
        return False
    recovering.look(_written_down(instalment, pledge, key, made), now)
    return True


def _key(made: Made) -> UUID | None:
    try:
        return UUID(made.payment)
    except ValueError:
        return None


def _waiting(pledge: Pledge, made: Made) -> Instalment | None:
    """The oldest that was due by then: of one pledge no other is ever begun."""
    due = pledge.instalments.filter(
        state__in=WAITING, due_on__lte=pledge.local_day(made.made_at)
    )
    taken = Payment.objects.exclude(state__in=[Payment.FAILED, Payment.ABANDONED])
    free = due.exclude(payments__in=taken)
    recent = free.filter(amount_minor=made.intent.minor)
    return recent.order_by("seq").first() or free.order_by("seq").first()


def _written_down(
    instalment: Instalment, pledge: Pledge, key: UUID, made: Made
) -> Payment:
    """As it stood before the loss, under its own number."""
    instalment.change(state=Instalment.COLLECTING, next_attempt_on=None)
    method = StoredMethod.objects.filter(processor_ref=made.method).first()
    return Payment.objects.create(
        pk=key,
        instalment=instalment,
        processor="stripe",
        processor_ref=made.intent.number,
        stored_method=method or pledge.stored_method,
        idempotency_key=f"instalment:{key}",
        amount_minor=made.intent.minor,
        costs_minor=instalment.costs_minor,
        currency=made.intent.currency,
        state=Payment.SUBMITTED,
        created_at=made.made_at,
        asked_at=made.made_at,
        **pledge.hands_on,
    )


def contribute() -> None:
    reopenings.add(Reopening("stripe", 30, rebuild))
