"""A donor has given a card or account: from now on their pledge is paid by it.

Come to by the donor's way back and by a notice, in any order and any number of times.
"""

from datetime import date, datetime

from django.db import transaction

from donations import processors
from donations.agreed_words import charging_words
from donations.models import Instalment, Pledge, StoredMethod
from donations.processors.base import GivenMethod
from donations.raising import raise_instalments
from ijm import mail


def adopt(processor: str, number: str, now: datetime) -> Pledge | None:
    """`number` is of the visit in which it was given; None if nothing was given."""
    given = processors.named(processor).method_from(number)
    if given is None:
        return None
    with transaction.atomic():
        pledge = (
            Pledge.objects.select_for_update(of=("self",))
            .select_related("donor")
            .filter(pk=given.pledge)
            .first()
        )
        if pledge is None:
            return None
        method, is_new = keep(processor, given, pledge, now)
        if is_new and not pledge.is_ended:
            charge_from_now_on(pledge, method, now)
            _tell(pledge, method)
    return pledge


def keep(
    processor: str, given: GivenMethod, pledge: Pledge, now: datetime
) -> tuple[StoredMethod, bool]:
    """The row of it, and whether it is new."""
    return StoredMethod.objects.get_or_create(
        processor=processor,
        processor_ref=given.processor_ref,
        defaults={
            "donor": pledge.donor,
            "customer_ref": given.customer_ref,
            "kind": given.kind,
            "brand": given.brand,
            "last4": given.last4,
            "expires_on": given.expires_on,
            "agreed_words": charging_words(pledge),
            "added_at": now,
        },
    )


def charge_from_now_on(pledge: Pledge, method: StoredMethod, now: datetime) -> None:
    """What is past stays past: nobody is charged for months that were missed."""
    before, today = pledge.stored_method, pledge.local_day(now)
    rested = pledge.state in (Pledge.LAPSED, Pledge.PENDING)
    at_first = not pledge.is_collected
    pledge.change(
        processor=method.processor,
        stored_method=method,
        state=Pledge.ACTIVE,
    )
    if before and not before.pledges.unended().exists():
        before.end("replaced", now)
    if rested:
        _expect_what_is_to_come(pledge, today)
        raise_instalments(today, pledge)
        leave_out_before(pledge, today)
    pledge.fit_instalments(today)
    if at_first:
        pledge.take_after_notice(today)
    pledge.note("method", now, detail=str(method))


def leave_out_before(pledge: Pledge, day: date) -> None:
    """What fell due before it and was never tried is not taken any more."""
    past = pledge.instalments.open().filter(due_on__lt=day, payments=None)
    past.exclude(next_attempt_on=None).update(
        state=Instalment.LAPSED, next_attempt_on=None
    )


def _tell(pledge: Pledge, method: StoredMethod) -> None:
    if pledge.donor.email:
        mail.post(
            "card-stored",
            to=pledge.donor.email,
            about=pledge,
            cause=f"card-stored:{method.pk}",
        )


def _expect_what_is_to_come(pledge: Pledge, today: date) -> None:
    """Instalments that lapsed before their day, when the pledge came to rest."""
    ahead = pledge.instalments.filter(due_on__gte=today, state=Instalment.LAPSED)
    ahead.filter(payments=None).update(state=Instalment.SCHEDULED)
