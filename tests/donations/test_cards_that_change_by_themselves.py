"""Networks replace cards, banks end mandates, cards expire: donors are told of it."""

from datetime import date, timedelta

import pytest

from donations.collecting import keeping_up, taking
from donations.models import Pledge, ProcessorNotice, StoredMethod
from ijm import letters
from ijm.models import OutgoingMail
from tests.donations.cards import NOON, make_card_pledge, make_due, tell
from tests.make_donations import at
from tests.stripe_double import cards, methods

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
LAST_DAY = date(2026, 3, 31)


def there(double, method: StoredMethod) -> dict:
    return double.books.find(method.processor_ref)


def expiring(double, last_day: date = LAST_DAY, **columns) -> Pledge:
    """A running pledge by a card that is good until then, here and at Stripe."""
    pledge = make_card_pledge(double, **columns)
    pledge.stored_method.change(expires_on=last_day)
    told = {"exp_year": last_day.year, "exp_month": last_day.month}
    there(double, pledge.stored_method)["card"] |= told
    return pledge


def text_of(letter: str) -> str:
    composed = letters.compose(OutgoingMail.objects.get(letter=letter))
    return f"{composed.subject}\n{composed.text}"


class TestACancelledMandate:
    @pytest.fixture
    def due(self, double):
        return make_due(double, cards.BANK_ACCOUNT)

    def test_it_is_a_cancellation_without_a_letter(self, double, due):
        pledge = due.pledge
        mandate = methods.mandate(double.books, there(double, pledge.stored_method))
        methods.revoke(double.books, mandate)
        tell(double, times=2)
        pledge.refresh_from_db()
        assert (pledge.state, pledge.ended_reason) == ("cancelled", "mandate revoked")
        assert pledge.stored_method.ended_reason == "mandate_inactive"
        assert not taking.collect(due.pk, NOON) and not double.books.all("charge")
        assert not OutgoingMail.objects.exists()

    def test_one_that_is_still_active_changes_nothing(self, double, due):
        method = due.pledge.stored_method
        mandate = methods.mandate(double.books, there(double, method))
        double.books.tell("mandate.updated", mandate)
        tell(double)
        method.refresh_from_db()
        assert method.is_usable and not OutgoingMail.objects.exists()


def test_a_card_that_was_taken_away_at_stripe_is_not_charged(double):
    """The pledge rests, and its donor is asked for another way, once."""
    pledge = make_due(double).pledge
    methods.detach(double.books, there(double, pledge.stored_method))
    tell(double, times=2)
    assert not taking.due(NOON).exists()
    pledge.refresh_from_db()
    assert (pledge.state, pledge.processor) == (Pledge.LAPSED, "offline")
    said = text_of("method-ended")
    assert "until you choose another way to pay" in said and "$30" in said


def test_a_card_of_somebody_we_do_not_know_is_of_no_concern(double):
    stranger = double.books.method(double.books.customer()["id"])
    methods.replace(double.books, stranger, "1881", 2034)
    tell(double)
    assert ProcessorNotice.objects.get().result == "beside"


class TestACardThatExpires:
    def test_its_donor_is_told_once_about_a_month_before(self, double):
        expiring(double)
        assert keeping_up.warn_of_expiry(at(LAST_DAY - timedelta(days=32))) == 0
        for days in (31, 30, 2):
            keeping_up.warn_of_expiry(at(LAST_DAY - timedelta(days=days)))
        said = text_of("card-expires")
        assert "good until 31 March 2026" in said and "Visa ···· 4242" in said

    def test_and_once_more_in_its_last_days(self, double):
        expiring(double)
        for days in (31, 20, 11, 10, 3, 0):
            keeping_up.warn_of_expiry(at(LAST_DAY - timedelta(days=days)))
        told = OutgoingMail.objects.order_by("pk").values_list("letter", flat=True)
        assert list(told) == ["card-expires", "card-expires-now"]
        assert "good until 31 March 2026" in text_of("card-expires-now")

    def test_after_the_first_letter_the_network_was_faster(self, double):
        method = expiring(double).stored_method
        assert keeping_up.warn_of_expiry(at(LAST_DAY - timedelta(days=31))) == 1
        methods.replace(double.books, there(double, method), "1881", 2031)
        assert keeping_up.warn_of_expiry(at(LAST_DAY - timedelta(days=3))) == 0
        assert OutgoingMail.objects.count() == 1

    def test_the_network_was_faster(self, double):
        """Its notice was lost; asking before writing makes up for it."""
        method = expiring(double).stored_method
        methods.replace(double.books, there(double, method), "1881", 2031)
        assert keeping_up.warn_of_expiry(at(LAST_DAY - timedelta(days=9))) == 0
        method.refresh_from_db()
        assert (method.last4, method.expires_on) == ("1881", date(2031, 3, 31))
        assert not OutgoingMail.objects.exists()

    def test_a_network_update_is_shown_to_donor_and_staff(self, double, as_donor):
        pledge = expiring(double)
        method = pledge.stored_method
        methods.replace(double.books, there(double, method), "1881", 2031)
        tell(double, times=2)
        method.refresh_from_db()
        assert (method.last4, method.expires_on) == ("1881", date(2031, 3, 31))
        page = as_donor(pledge.donor).get(f"/donor/pledges/{pledge.pk}/")
        assert "1881" in page.content.decode()

    def test_only_cards_that_will_be_charged_count(self, double):
        running = expiring(double)
        expiring(double, state=Pledge.LAPSED)
        expiring(double).stored_method.end("replaced", NOON)
        assert list(keeping_up.expiring(LAST_DAY)) == [running.stored_method]

    def test_a_stripe_that_does_not_answer_is_asked_an_hour_later(self, double):
        expiring(double)
        double.faults.add("reset before", "GET /v1/payment_methods/.*")
        near = at(LAST_DAY - timedelta(days=9))
        assert keeping_up.warn_of_expiry(near) == 0
        assert keeping_up.warn_of_expiry(near + timedelta(hours=1)) == 1
