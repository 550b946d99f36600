"""Givers at Stripe's page: from the press of our button to the way back."""

import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime

from django.test import Client

from donations import processors
from donations.collecting import noticing
from donations.models import Checkout
from tests.donations.test_giving import pressed
from tests.make_donations import once
from tests.stripe_double import StripeDouble, cards

HERE = "http://localhost:8000"


def by_card(amount: str = "50", **changed: str) -> dict[str, str]:
    return once(amount, by="stripe", **changed)


def led_on(client: Client, filled: dict[str, str]) -> str:
    """The address of Stripe's page, by way of our own."""
    answer = pressed(client, filled)
    assert answer.status_code == 303 and answer.url.startswith("/give/card/")
    page = client.get(answer.url)
    url = page["Refresh"].partition("url=")[2]
    assert url in page.content.decode()
    return url


def paid(url: str, card: str = cards.GOOD) -> str:
    """With this card; returns the way back, or what the page says."""
    asked = urllib.parse.urlencode({"card": card}).encode()
    return visited(url, asked)


def visited(url: str, body: bytes | None = None) -> str:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args, **kwargs):
            return None

    try:
        shown = urllib.request.build_opener(Stay).open(url, body)
    except urllib.error.HTTPError as redirect:
        return redirect.headers["Location"].removeprefix(HERE)
    return shown.read().decode()


def reported(double: StripeDouble, now: datetime, again: int = 1) -> None:
    """What Stripe has to say by now, so many times over, and looked up."""
    for sent in double.post.waiting() * again:
        notice = processors.named("stripe").read_notice(sent.body, sent.headers)
        noticing.keep("stripe", notice, now)
    noticing.apply_notices(now)


def the_session(double: StripeDouble) -> dict:
    number = Checkout.objects.get().processor_ref
    return double.books.find(number, "checkout.session")
