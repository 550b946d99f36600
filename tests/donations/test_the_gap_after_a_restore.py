"""Gifts that Stripe took and the restored books never heard of: found, not retaken."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from donations.collecting import checking_out, gap, taking
from donations.models import Instalment, LedgerEntry, Payment, StoredMethod
from donations.processors.at_stripe import client
from donations.processors.from_stripe import Declined
from ijm import mail
from ijm.backups.refusal import Refused
from ijm.dates import add_months_clamped, today
from ijm.models import OutgoingMail
from tests.donations.cards import make_card_pledge, raised
from tests.make_donations import an_intention
from tests.stripe_double import sessions
from tests.stripe_double.cards import BANK_ACCOUNT, DECLINED, GOOD

pytestmark = pytest.mark.django_db


def yesterday() -> date:
    return today(timezone.now()) - timedelta(days=1)


def first_of_two():
    """Due a month ago and yesterday."""
    return add_months_clamped(yesterday(), -1, yesterday().day)


@pytest.fixture
def pledge(double):
    return make_card_pledge(double, first=yesterday())


def taken_before_the_loss(pledge, minor: int = 3000, confirm: bool = True, words=""):
    """As `collecting` asks Stripe; no row of ours is left of it."""
    method, key = pledge.stored_method, str(uuid4())
    made = client().make_intent(
        minor=minor,
        currency="AUD",
        customer=method.customer_ref,
        method=method.processor_ref,
        payment=key,
        words=words or pledge.reference,
        key=f"instalment:{key}",
    )
    if confirm:
        try:
            client().confirm(made.number, method.processor_ref, f"{key}:1")
        except Declined:
            pass
    return key


def rebuilt() -> list[str]:
    now = timezone.now()
    return list(gap.rebuild(now - timedelta(hours=2), now))


def collected_again(double) -> int:
    """What collecting takes after the restore, beside what was taken before."""
    before = len(double.books.captured())
    keys = taking.due(timezone.now()).values_list("pk", flat=True)
    taking.collect_all(list(keys), timezone.now())
    return len(double.books.captured()) - before


def test_a_gift_taken_since_is_found_and_not_taken_again(double, pledge):
    key = taken_before_the_loss(pledge)
    assert "1 gifts found again" in rebuilt()[0]
    payment = Payment.objects.get()
    assert (str(payment.pk), payment.is_settled) == (key, True)
    assert payment.instalment.state == Instalment.PAID
    assert LedgerEntry.objects.filter(kind="gift").count() == 1
    assert collected_again(double) == 0


def test_without_it_the_gift_would_be_taken_twice(double, pledge):
    taken_before_the_loss(pledge)
    raised(pledge, 1)
    assert collected_again(double) == 1


def test_done_twice_it_changes_nothing(double, pledge):
    taken_before_the_loss(pledge)
    rebuilt()
    assert "0 gifts found again" in rebuilt()[0]
    assert Payment.objects.count() == LedgerEntry.objects.filter(kind="gift").count()


def test_two_months_go_to_their_two_instalments(double):
    pledge = make_card_pledge(double, first=first_of_two())
    raised(pledge, 1), raised(pledge, 2)
    taken_before_the_loss(pledge)
    taken_before_the_loss(pledge)
    rebuilt()
    paid = pledge.instalments.filter(state=Instalment.PAID)
    assert sorted(paid.values_list("seq", flat=True)) == [1, 2]
    assert collected_again(double) == 0


def test_what_took_nothing_is_tried_anew(double, pledge):
    raised(pledge, 1)
    taken_before_the_loss(pledge, confirm=False)
    rebuilt()
    assert not Payment.objects.exists()
    assert collected_again(double) == 1


def test_what_was_declined_is_tried_anew(double):
    pledge = make_card_pledge(double, DECLINED, first=yesterday())
    taken_before_the_loss(pledge)
    rebuilt()
    assert not Payment.objects.exists()


def test_a_debit_on_its_way_is_waited_for(double):
    pledge = make_card_pledge(double, BANK_ACCOUNT, first=yesterday())
    taken_before_the_loss(pledge)
    rebuilt()
    assert Payment.objects.get().state == Payment.PROCESSING
    assert collected_again(double) == 0


def test_what_is_of_no_pledge_here_is_named(double, pledge):
    taken_before_the_loss(pledge, words="FP-000000-0")
    (_count, named) = rebuilt()
    assert "of no pledge here" in named
    assert not Payment.objects.exists()


def test_its_letters_are_held(double, pledge):
    taken_before_the_loss(pledge)
    with mail.held("May have been sent."):
        rebuilt()
    assert not OutgoingMail.objects.filter(state=OutgoingMail.WAITING).exists()


def test_a_card_given_since_is_the_pledges_again(double, pledge):
    url = client().open_visit(
        pledge=str(pledge.pk), currency="AUD", customer="", back="https://us.test/"
    )
    double.visit(f"/c/{url.rpartition('/')[2]}", {"card": GOOD})
    rebuilt()
    pledge.refresh_from_db()
    assert StoredMethod.objects.count() == 2
    assert pledge.stored_method == StoredMethod.objects.order_by("-added_at")[0]


def test_while_stripe_is_silent_nothing_is_opened(double, pledge):
    double.faults.add("reset before", "GET /v1/checkout/sessions")
    with pytest.raises(Refused, match="Stripe did not answer"):
        rebuilt()


def test_without_its_key_nothing_is_opened(double, pledge, settings):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(Refused, match="STRIPE_SECRET_KEY"):
        rebuilt()


def test_a_house_without_cards_is_asked_nothing(charity, settings):
    settings.STRIPE_SECRET_KEY = ""
    assert rebuilt() == []


def test_a_gift_paid_on_a_page_since_is_written_down_or_told_of(giving_charity, double):
    """Its checkout stands in the backup; of another's nothing is left but the money."""
    for key in ("kept", "lost"):
        wanted = an_intention(
            frequency="once", by="stripe", key=key, day=0, first_due=""
        )
        checkout = checking_out.begin(wanted, timezone.now())
        sessions.pay(double.books, double.books.find(checkout.processor_ref), GOOD)
    checkout.delete()
    told = " ".join(rebuilt())
    gift = Payment.objects.get()
    [lost] = [
        each["payment_intent"]
        for each in double.books.captured()
        if each["payment_intent"] != gift.processor_ref
    ]
    assert gift.is_settled and gift.processor_ref not in told and lost in told
