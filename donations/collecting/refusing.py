"""A try that failed: when the next one is, or that there is none, and who is told."""

from datetime import datetime

from donations.collecting.declines import Decline, meaning, next_try
from donations.collecting.gift_letters import tell_of_one_gift
from donations.models import Instalment, Payment, Pledge
from ijm import dates, mail


def refuse(payment: Payment, pledge: Pledge | None, code: str, now: datetime) -> None:
    """To be called under the locks of `applying.apply`."""
    payment.change(state=Payment.FAILED, failure_code=code[:60])
    instalment = payment.instalment
    if instalment is None or pledge is None:
        return tell_of_one_gift("gift-given-up", payment)
    instalment.refresh_from_db()
    if instalment.state != Instalment.COLLECTING:
        return
    what = meaning(code)
    if not pledge.is_active:
        instalment.give_up()
        if pledge.state == Pledge.PENDING:  # its giver was told that it is on its way
            _tell("gift-given-up", payment)
    elif what is Decline.REVOKED:
        pledge.end("mandate revoked", now, reason=code)
        instalment.give_up()
    elif what is Decline.HARD:
        _stop(payment, instalment, pledge, code, now)
    else:
        _try_again(payment, instalment, pledge, now)


def _stop(
    payment: Payment,
    instalment: Instalment,
    pledge: Pledge,
    code: str,
    now: datetime,
) -> None:
    """This card will never pay: nothing more is asked until there is another."""
    if payment.stored_method:
        payment.stored_method.end(code or "declined", now)
    instalment.give_up()
    # If it goes on before there is another card, it goes on by bank transfer.
    pledge.change(processor="offline")
    pledge.lapse(now, code)
    _tell("card-stopped", payment)


def _try_again(
    payment: Payment, instalment: Instalment, pledge: Pledge, now: datetime
) -> None:
    tries = instalment.payments.filter(state=Payment.FAILED).order_by("created_at")
    days = [dates.today(each.created_at) for each in tries]
    debit = payment.stored_method is not None and payment.stored_method.kind == "debit"
    day = next_try(days, pledge.local_day(now), once_only=debit)
    paused = day is not None and pledge.is_paused(day)
    if day is None or paused:
        instalment.give_up()
        if _gave_up_before(instalment, pledge):
            pledge.lapse(now, "two gifts in a row could not be taken")
        _tell("gift-given-up", payment)
        return
    instalment.change(state=Instalment.SCHEDULED, next_attempt_on=day)
    if len(days) == 1:
        _tell("gift-refused", payment)


def _gave_up_before(instalment: Instalment, pledge: Pledge) -> bool:
    before = pledge.instalments.filter(seq=instalment.seq - 1)
    return before.filter(state=Instalment.LAPSED).exists()


def _tell(letter: str, payment: Payment) -> None:
    """One letter of each kind for an instalment, however many tries it takes."""
    if payment.donor.email:
        mail.post(
            letter,
            to=payment.donor.email,
            about=payment,
            cause=f"{letter}:{payment.instalment_id}",
        )
