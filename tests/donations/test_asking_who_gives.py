"""An issue may go to those who give, or leave them out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations import giving
from donations.models import Payment
from ijm import dates
from newsletter.audience import Wanted, subscribers
from newsletter.models import Interest
from tests.make_donations import an_intention, make_fund, make_options
from tests.make_newsletter import join

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(charity) -> dict[str, str]:
    """Amara gives monthly, Bo gave once and long ago, Chen never."""
    make_options()
    make_fund()
    pledge = giving.give(an_intention(), timezone.now()).pledge
    assert pledge
    amara, bo, chen = pledge.donor.email, "bo@example.org", "chen@example.org"
    for address in (amara, bo, chen):
        join(address, "stories")
    donor = type(pledge.donor).objects.create(display_name="Bo", email="Bo@example.org")
    Payment.objects.create(
        donor=donor,
        fund=pledge.fund,
        amount_minor=1000,
        currency="AUD",
        state=Payment.SUCCEEDED,
        received_on=dates.today() - timedelta(days=800),
        idempotency_key="bo-once",
    )
    return {"amara": amara, "bo": bo, "chen": chen}


def asked(**questions: tuple[str, ...]) -> set[str]:
    stories = Interest.objects.get(slug="stories").pk
    found = subscribers(Wanted((stories,), **questions))
    return set(found.values_list("address", flat=True))


def test_freedom_partners_in_or_out(readers) -> None:
    assert asked(only_those=("freedom-partners",)) == {readers["amara"]}
    assert asked(not_those=("freedom-partners",)) == {readers["bo"], readers["chen"]}


def test_who_gave_lately_ever_or_never(readers) -> None:
    assert asked(only_those=("gave-this-year",)) == set()
    assert asked(only_those=("gave-ever",)) == {readers["bo"]}
    assert asked(not_those=("gave-ever",)) == {readers["amara"], readers["chen"]}
