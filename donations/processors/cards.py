"""Stripe behind the contract: our rows in, outcomes out. The SDK is behind a door.

Without a key it offers nothing, and what stands in the books under its name stays
readable.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import Payment, Pledge
from donations.processors.at_stripe import (
    SWITCHED_OFF,
    client,
    is_live,
    outcome,
    unanswered,
)
from donations.processors.base import (
    Beginning,
    Notice,
    NoticeRefused,
    NotOffered,
    NotPrepared,
    Outcome,
)
from donations.processors.card_pages import CardPages
from donations.processors.cards_back import CardsBack
from donations.processors.cards_books import CardsBooks
from donations.processors.cards_kept import CardsKept
from donations.processors.from_stripe import Forged, Intent, Refused
from donations.schedule import NOTICE_DAYS


class Cards(CardPages, CardsBack, CardsBooks, CardsKept):
    title = gettext_lazy("card or direct debit")
    days_to_prepare = NOTICE_DAYS

    def begin(self, what: Payment | Pledge) -> Beginning:
        method = what.stored_method
        lines = ((_("Paid by"), str(method)),) if method else ()
        return Beginning(what.reference or "", lines)

    def prepare(self, payment: Payment) -> Outcome:
        method = payment.stored_method
        if method is None:
            return Outcome(Payment.FAILED, code="no_method")
        return self._asked(
            lambda: client().make_intent(
                minor=payment.amount_minor,
                currency=payment.currency,
                customer=method.customer_ref,
                method=method.processor_ref,
                payment=str(payment.pk),
                words=payment.known_by,
                key=payment.idempotency_key,
            )
        )

    def collect(self, payment: Payment, today: date) -> Outcome:
        """Each commit to collect has a key of its own, from the row.

        Stripe answers a known key as it did at first, even with its own breakdowns, so
        one key for ever would replay them. That it takes nothing twice is the intent's
        doing: it can succeed once.
        """
        number, method = payment.processor_ref, payment.stored_method
        if not number or method is None:
            raise NotPrepared(str(payment.pk))
        key = _key_of_this_try(payment)
        return self._asked(
            lambda: client().confirm(number, method.processor_ref, key), number
        )

    def look_up(self, payment: Payment) -> Outcome:
        number, method = payment.processor_ref, payment.stored_method
        if number:
            return self._asked(lambda: client().intent(number))
        if method is None:
            return Outcome("unknown")
        with unanswered():
            found = client().intent_for(
                str(payment.pk), method.customer_ref, payment.created_at
            )
        return outcome(found) if found else Outcome("unknown")

    def meet(self, payment: Payment, back: str) -> Beginning:
        number, method = payment.processor_ref, payment.stored_method
        if not number or method is None:
            raise NotPrepared(str(payment.pk))
        with unanswered():
            try:
                url = client().confirm_with_donor(
                    number, method.processor_ref, back, _key_of_this_try(payment)
                )
            except Refused:
                url = ""
        return Beginning(payment.known_by, url=url)

    def call_off(self, payment: Payment) -> Outcome:
        number = payment.processor_ref
        if not number:
            raise NotPrepared(str(payment.pk))
        return self._asked(lambda: client().cancel(number), number)

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        if not settings.STRIPE_WEBHOOK_SECRET:
            raise NotOffered(SWITCHED_OFF)
        from donations.processors.stripe import read_event  # takes half a second

        signature = headers.get("Stripe-Signature", "")
        try:
            event = read_event(body, signature, settings.STRIPE_WEBHOOK_SECRET)
        except Forged:
            raise NoticeRefused("signature") from None
        if event.live != is_live():
            raise NoticeRefused("mode")
        is_page = event.object_kind == "checkout.session"
        about = event.object_number if is_page else event.intent or event.object_number
        return Notice(event.number, event.kind, about)

    def _asked(self, call: Callable[[], Intent], number: str = "") -> Outcome:
        """What Stripe says. Of what it refused or declined the intent says the rest."""
        with unanswered():
            try:
                return outcome(call())
            except Refused as refused:
                if not number:
                    return Outcome(Payment.FAILED, code=refused.code)
                found = outcome(client().intent(number))
                if found.state != Payment.SUBMITTED:
                    return found
                client().cancel(number)
                return Outcome(Payment.FAILED, number, code=refused.code)


def _key_of_this_try(payment: Payment) -> str:
    if payment.asked_at is None:
        raise NotPrepared(str(payment.pk))
    return f"{payment.idempotency_key}:{int(payment.asked_at.timestamp() * 1_000_000)}"
