"""T1 to T3 for one instalment, and the chore that does it for all that are due."""

import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, timedelta
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore
from time import monotonic

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast

from donations import processors
from donations.collecting.applying import apply, hold_pledge_of
from donations.models import Instalment, Payment, Pledge
from donations.processors.base import NotOffered, Unanswered
from donations.raising import TOO_OLD_DAYS
from ijm import dates
from ijm.identity import is_ours

log = logging.getLogger(__name__)

CREATED, SUBMITTED, UNKNOWN = Payment.CREATED, Payment.SUBMITTED, Payment.UNKNOWN
NOT_BEFORE = timedelta(hours=6)  # nobody's telephone should tell of it in the night
SECONDS = 4.0
AT_MOST = 2_000  # more than that no worker begins in one slice
# Of two workers at the books one at a time is at the processor: nobody waits in turn.
WORKERS_A_CALL = 2
Turnstile = AbstractContextManager[object]
FREELY: Turnstile = nullcontext()


def collect_slice(now: datetime) -> int:
    """The chore: some seconds of what is due; how many were begun.

    COLLECT_AT_ONCE bounds how many calls are with a processor. While one worker waits
    there another is at the books, so that the calls follow each other without a gap.
    """
    if not is_ours():
        return 0
    keys = list(due(now).values_list("pk", flat=True)[:AT_MOST])
    if not keys:
        return 0
    waiting: SimpleQueue[int] = SimpleQueue()
    for key in keys:
        waiting.put(key)
    calls, until = settings.COLLECT_AT_ONCE, monotonic() + SECONDS
    many, turnstile = min(WORKERS_A_CALL * calls, len(keys)), BoundedSemaphore(calls)
    with ThreadPoolExecutor(many) as pool:
        begun = [
            pool.submit(_work_off, waiting, now, until, turnstile)
            for _each in range(many)
        ]
        return sum(each.result() for each in begun)


def collect_all(keys: Iterable[int], now: datetime) -> int:
    """One after another; one that breaks stops none of the others."""
    return sum(_safely(key, now) for key in keys)


def due(now: datetime) -> QuerySet[Instalment]:
    """To be tried now, of pledges that can be charged and are not paused.

    From six in the morning where the pledge lives; of one pledge only the oldest, and
    none while another try is open.
    """
    morning = Value(now - NOT_BEFORE, output_field=models.DateTimeField())
    local = models.Func(
        F("pledge__tz"),
        morning,
        function="timezone",
        output_field=models.DateTimeField(),
    )
    trying = Instalment.objects.filter(
        pledge=models.OuterRef("pledge"), state=Instalment.COLLECTING
    )
    older = Instalment.objects.filter(
        pledge=models.OuterRef("pledge"),
        state=Instalment.SCHEDULED,
        next_attempt_on__gte=dates.today(now) - timedelta(days=TOO_OLD_DAYS),
        seq__lt=models.OuterRef("seq"),
    )
    return (
        Instalment.objects.open()
        .alias(today=Cast(local, models.DateField()))
        .filter(
            next_attempt_on__gte=dates.today(now) - timedelta(days=TOO_OLD_DAYS),
            next_attempt_on__lte=F("today"),
            pledge__state=Pledge.ACTIVE,
        )
        .filter(
            Q(pledge__stored_method__ended_at=None)
            & (Q(pledge__stored_method__isnull=False) | Q(pledge__processor="pretend"))
        )
        .exclude(pledge__processor="offline")
        .exclude(models.Exists(trying))
        .exclude(models.Exists(older))
        .order_by("next_attempt_on", "pk")
    )


def collect(key: int, now: datetime, turnstile: Turnstile = FREELY) -> bool:
    """All steps for one instalment; False if there was nothing to begin."""
    payment = begin(key, now)
    if payment is None:
        return False
    go_on(payment, now, turnstile)
    return True


def begin(key: int, now: datetime) -> Payment | None:
    """T1. Claimed by changing it: of two workers one goes on."""
    with transaction.atomic():
        pledge = (
            Pledge.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(instalments=key)
            .first()
        )
        if pledge is None or not due(now).filter(pk=key).exists():
            return None
        claimed = Instalment.objects.open().filter(pk=key)
        if claimed.update(state=Instalment.COLLECTING, next_attempt_on=None) != 1:
            return None
        instalment = Instalment.objects.get(pk=key)
        return write_down(instalment, pledge, now)


def write_down(instalment: Instalment, pledge: Pledge, now: datetime) -> Payment:
    """All that will be sent stands in this row, and a key that is its own."""
    made = Payment(
        instalment=instalment,
        processor=pledge.processor,
        stored_method=pledge.stored_method,
        amount_minor=instalment.amount_minor,
        costs_minor=instalment.costs_minor,
        currency=instalment.currency,
        created_at=now,
        **pledge.hands_on,
    )
    made.idempotency_key = f"instalment:{made.pk}"
    made.save(force_insert=True)
    return made


def go_on(payment: Payment, now: datetime, turnstile: Turnstile = FREELY) -> None:
    """S1 to T3 of a payment that is written down and has no number yet."""
    try:
        with turnstile:
            outcome = processors.named(payment.processor).prepare(payment)
    except Unanswered as silence:
        log.warning("Payment %s: nothing made yet (%s).", payment.pk, silence)
        return
    if outcome.state != Payment.SUBMITTED:
        apply(payment, outcome, now)
    elif submit(payment, outcome.processor_ref, now):
        take(payment, now, turnstile)


def submit(payment: Payment, number: str, now: datetime) -> bool:
    """T2, and the last look whether the donor still wants it."""
    with transaction.atomic():
        pledge = hold_pledge_of(payment)
        payment.lock()
        open_still = payment.state in (CREATED, SUBMITTED, UNKNOWN)
        if not open_still or payment.processor_ref not in (None, number):
            return False
        wanted = pledge is None or still_wanted(pledge, pledge.local_day(now))
        payment.change(
            processor_ref=number,
            state=Payment.SUBMITTED if wanted else Payment.ABANDONED,
            asked_at=now,
        )
        if not wanted and payment.instalment:
            payment.instalment.give_up()
    if not wanted:
        _call_off(payment)
    return wanted


def still_wanted(pledge: Pledge, today: date) -> bool:
    return pledge.is_active and not pledge.is_paused(today)


def take(payment: Payment, now: datetime, turnstile: Turnstile = FREELY) -> None:
    """S2 and T3. Without an answer the row stays, and is looked up later."""
    processor = processors.named(payment.processor)
    try:
        with turnstile:
            outcome = processor.collect(payment, dates.today(now))
    except Unanswered as silence:
        log.warning("Payment %s: not known what became (%s).", payment.pk, silence)
        return
    apply(payment, outcome, now)


def _call_off(payment: Payment) -> None:
    """Tidiness only: what nobody confirms takes nothing."""
    try:
        processors.named(payment.processor).call_off(payment)
    except (Unanswered, NotOffered):
        log.warning("Payment %s: left unconfirmed at its processor.", payment.pk)


def _work_off(
    waiting: "SimpleQueue[int]", now: datetime, until: float, turnstile: Turnstile
) -> int:
    """In a thread, with one connection to the database for all that it does."""
    done = 0
    try:
        while monotonic() < until:
            done += _safely(waiting.get_nowait(), now, turnstile)
    except Empty:
        pass
    finally:
        connection.close()
    return done


def _safely(key: int, now: datetime, turnstile: Turnstile = FREELY) -> bool:
    try:
        return collect(key, now, turnstile)
    except Exception as broken:  # noqa: BLE001 - the others must go on
        log.error("Instalment %s: not collected (%s).", key, type(broken).__name__)
        return False
