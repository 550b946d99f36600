"""A donor's bank takes a payment back: what the books say at each step."""

from datetime import date

import pytest

from donations.models import (
    Campaign,
    Dispute,
    DisputeOver,
    LedgerEntry,
    NotDisputable,
    NotRefundable,
    Refund,
)
from tests.make_donations import aud, make_fund, make_gift, raised_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ON, LATER = date(2026, 1, 25), date(2026, 2, 20)


def make_campaign() -> Campaign:
    return Campaign.objects.create(
        slug="raids", title="Raids", fund=make_fund(), opens_on=date(2026, 1, 1)
    )


def lines() -> list[tuple[str, int]]:
    rows = LedgerEntry.objects.order_by("pk")
    return list(rows.values_list("kind", "amount_minor"))


def test_it_takes_the_money_and_the_fee_at_once():
    dispute = Dispute.objects.begin(make_gift(5000), aud(5000), ON, fee_minor=2500)
    assert lines()[1:] == [("fee", -2500), ("dispute_out", -5000)]
    dispute.win(LATER)
    assert lines()[3:] == [("dispute_in", 5000)]
    with pytest.raises(DisputeOver):
        dispute.lose(LATER)


def test_a_campaigns_bar_knows_no_fees_and_none_that_were_waived():
    campaign = make_campaign()
    payment = make_gift(5000, campaign=campaign)
    Dispute.objects.begin(payment, aud(2000), ON, fee_minor=2500)
    assert raised_by(campaign) == aud(3000)
    LedgerEntry.objects.get(kind="fee").reverse(LATER, "waived")
    assert raised_by(campaign) == aud(3000)


def test_lost_moves_nothing_more():
    payment = make_gift(5000)
    Dispute.objects.begin(payment, aud(2000), ON).lose(LATER)
    payment.refresh_from_db()
    assert lines()[1:] == [("dispute_out", -2000)]
    assert payment.left == aud(3000)


def test_a_question_moves_no_money():
    payment = make_gift(5000)
    asks = Dispute.objects.begin(payment, aud(5000), ON, "inquiry")
    assert len(lines()) == 1
    asks.take(LATER)
    assert lines()[1:] == [("dispute_out", -5000)]
    dropped = Dispute.objects.begin(make_gift(5000), aud(1), ON, "inquiry")
    dropped.drop(LATER)
    assert len(lines()) == 3


def test_while_disputed_nothing_is_sent_back(finance_femi):
    payment = make_gift(5000)
    asked = Refund.objects.ask(payment, aud(1000), "Sent twice", finance_femi)
    asked.refuse(finance_femi, "No")
    dispute = Dispute.objects.begin(payment, aud(1000), ON)
    with pytest.raises(NotRefundable):
        Refund.objects.ask(payment, aud(1000), "Sent twice", finance_femi)
    dispute.win(LATER)
    Refund.objects.ask(payment, aud(1000), "Sent twice", finance_femi)


def test_it_calls_off_what_nobody_has_agreed_to(finance_femi):
    payment = make_gift(20000)
    asked = Refund.objects.ask(payment, aud(20000), "Sent twice", finance_femi)
    Dispute.objects.begin(payment, aud(20000), ON)
    asked.refresh_from_db()
    assert (asked.state, asked.ended_by) == ("refused", None)


def test_more_than_came_is_not_taken():
    payment = make_gift(5000)
    with pytest.raises(NotDisputable):
        Dispute.objects.begin(payment, aud(5001), ON)


def test_finance_writes_one_down_and_decides_it(finance_femi, signed_in):
    payment, client = make_gift(5000), signed_in(finance_femi)
    url = f"/admin/donations/payment/{payment.pk}/amend/dispute/"
    assert client.get(url).status_code == 200
    told = {"amount": "50", "state": "open", "opened_on": "2026-01-25", "fee": "25"}
    assert client.post(url, told).status_code == 302
    dispute = Dispute.objects.get()
    assert (dispute.recorded_by, dispute.fee) == (finance_femi, aud(2500))
    assert "undecided" in client.get("/admin/").content.decode()
    waiting = client.get("/admin/donations/dispute/?waits=decision")
    assert waiting.context["cl"].result_count == 1
    won = f"/admin/donations/dispute/{dispute.pk}/amend/winning/"
    assert client.post(won, {"day": "2026-02-20"}).status_code == 302
    assert lines()[-1] == ("dispute_in", 5000)
