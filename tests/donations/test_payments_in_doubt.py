"""Payments in doubt are asked about again, or ended, by people; notices replayed."""

import pytest

from donations.collecting import taking
from donations.models import Payment, ProcessorNotice
from tests.donations.cards import NOON, begun, make_due
from tests.stripe_double import methods

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


def test_finance_asks_the_processor_what_became_of_it(double, finance_femi, signed_in):
    payment = begun(make_due(double))
    double.faults.add("reset after", "POST /v1/payment_intents/.*/confirm")
    taking.go_on(payment, NOON)
    client = signed_in(finance_femi)
    address = f"/admin/donations/payment/{payment.pk}/amend/sync/"
    assert client.post(address).status_code == 302
    payment.refresh_from_db()
    assert payment.is_settled


def test_of_a_pledge_its_card_and_its_open_gifts_are_asked_about(
    double, finance_femi, signed_in
):
    payment = begun(make_due(double))
    double.faults.add("reset after", "POST /v1/payment_intents/.*/confirm")
    taking.go_on(payment, NOON)
    pledge = payment.instalment.pledge
    there = double.books.find(pledge.stored_method.processor_ref)
    methods.replace(double.books, there, "1881", 2034)
    address = f"/admin/donations/pledge/{pledge.pk}/amend/sync/"
    assert signed_in(finance_femi).post(address).status_code == 302
    payment.refresh_from_db()
    assert payment.is_settled and payment.stored_method.last4 == "1881"


def test_an_unknown_one_is_said_to_be_over_with_a_reason(
    double, finance_femi, signed_in
):
    payment = begun(make_due(double))
    payment.change(state="unknown")
    client = signed_in(finance_femi)
    listed = client.get("/admin/donations/payment/?waits=unknown").content.decode()
    assert str(payment.pk) in listed
    address = f"/admin/donations/payment/{payment.pk}/amend/giving-up/"
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Not in Stripe's list"})
    payment = Payment.objects.get()
    assert payment.state == "abandoned" and payment.instalment.state == "lapsed"


def test_a_notice_is_replayed_from_the_desk(double, finance_femi, signed_in):
    notice = ProcessorNotice.objects.create(
        processor="stripe",
        number="evt_1",
        kind="charge.succeeded",
        about="pi_1",
        applied_at=NOON,
        result="unknown",
    )
    signed_in(finance_femi).post(
        f"/admin/donations/processornotice/{notice.pk}/amend/replay/"
    )
    notice.refresh_from_db()
    assert notice.applied_at is None and notice.result == ""
