"""Fixtures of giving: a charity with bank details, and a donor who has signed in."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from donations.models import Donor
from donations.models.sign_in_code import PURPOSE
from ijm import links
from ijm.models import SiteSettings
from tests.make_donations import make_donor, make_fund, make_options
from tests.stripe_double import SECRET_KEY, StripeDouble


@pytest.fixture
def giving_charity(charity) -> SiteSettings:
    """With something to give to, and amounts to choose from."""
    make_fund()
    make_options()
    return charity


@pytest.fixture
def amara(charity) -> Donor:
    """A donor whose address is not proved yet."""
    return make_donor()


@pytest.fixture
def as_donor():
    """`as_donor(donor)`: a client that came in by a mailed link."""

    def come_in(donor: Donor) -> Client:
        client = Client(headers={"sec-fetch-site": "same-origin"})
        token = links.mint(PURPOSE, donor, timedelta(minutes=60))
        client.post(f"/donor/sign-in/{token}/")
        donor.refresh_from_db()
        return client

    return come_in


@pytest.fixture
def double(charity, settings) -> Iterator[StripeDouble]:
    """The site takes cards, and Stripe is ours."""
    double = StripeDouble()
    settings.STRIPE_SECRET_KEY = SECRET_KEY
    settings.STRIPE_WEBHOOK_SECRET = double.post.secret
    settings.STRIPE_API_BASE = double.url
    yield double
    double.close()
