"""Stripe's own pages, where a card or account is typed: for a pledge, or for a gift."""

from contextlib import suppress

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import Checkout, Pledge, StoredMethod
from donations.processors.at_stripe import client, outcome, unanswered
from donations.processors.base import (
    Beginning,
    CheckedOut,
    GivenMethod,
    NotOffered,
    OpenedPage,
)
from donations.processors.cards_kept import end_of_month, kind_of
from donations.processors.from_stripe import Given, Refused
from ijm.models import SiteSettings
from ijm.money import Money

NOT_THIS_GIFT = gettext_lazy(
    "Our card service does not take this gift. No money has moved. Please give by bank "
    "transfer."
)


class CardPages:
    name = "stripe"

    def update_method(self, pledge: Pledge, back: str) -> Beginning:
        known = StoredMethod.objects.filter(
            donor=pledge.donor_id, processor=self.name, ended_at=None
        ).first()
        with unanswered():
            url = client().open_visit(
                pledge=str(pledge.pk),
                currency=pledge.currency,
                customer=known.customer_ref if known else "",
                back=back,
            )
        return Beginning(pledge.reference, url=url)

    def method_from(self, number: str) -> GivenMethod | None:
        with unanswered():
            try:
                given = client().visit(number)
            except Refused:
                return None
        return _method(given) if given else None

    def open_checkout(self, checkout: Checkout, back: str) -> OpenedPage:
        gift = checkout.gift
        with unanswered():
            try:
                made = client().open_checkout(
                    checkout=str(checkout.pk),
                    minor=gift.amount_minor,
                    currency=gift.currency,
                    words=_("Gift to %s") % SiteSettings.current().legal_name,
                    email=gift.email,
                    keeps_method=gift.is_monthly,
                    back=back,
                    until=int(checkout.expires_at.timestamp()),
                )
            except Refused:
                raise NotOffered(NOT_THIS_GIFT) from None
        return OpenedPage(made.number, made.url)

    def checked_out(self, checkout: Checkout) -> CheckedOut:
        number = checkout.processor_ref
        if not number:
            return CheckedOut()
        with unanswered():
            try:
                found = client().checkout(number)
            except Refused:
                return CheckedOut(is_unknown=True)
        intent = found.intent if found.status == "complete" else None
        return CheckedOut(
            is_over=found.status == "expired",
            outcome=outcome(intent) if intent else None,
            method=_method(found.method) if found.method else None,
            amount=Money(intent.minor, intent.currency) if intent else None,
        )

    def close_checkout(self, checkout: Checkout) -> None:
        with unanswered(), suppress(Refused):  # it is over
            client().close_checkout(checkout.processor_ref or "")

    def checkout_of(self, number: str) -> str:
        with unanswered():
            try:
                return client().intent(number).checkout
            except Refused:
                return ""


def _method(given: Given) -> GivenMethod:
    return GivenMethod(
        pledge=given.pledge,
        customer_ref=given.customer,
        processor_ref=given.method,
        kind=kind_of(given.kind),
        brand=given.brand,
        last4=given.last4,
        expires_on=end_of_month(given.expires),
    )
