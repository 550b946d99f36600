"""Every way to ask and every form, with what no browser of ours would send: no 5xx.

Half of it is typed into addresses, half is posted. Notices of processors and providers
are signed as theirs, so that what is read is broken and not the signature.
"""

import hashlib
import hmac
import json
import re
import time
from base64 import b64encode
from urllib.parse import quote, quote_from_bytes

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.fuzz.chance import mutated
from tests.make_donations import answers, make_fund, make_options
from tests.make_newsletter import typed
from tests.make_stories import make_published
from tests.site.addresses import every_address
from tests.site.test_policy_reports import REPORT
from tests.stripe_double import SECRET_KEY
from tests.stripe_double.post import SECRET

pytestmark = pytest.mark.django_db
TIMES = 12
ARGUMENT = re.compile(r"<(?:\w+:)?\w+>")
ASKED = {
    "/stories/": b"page=2&topic=forced-labour&place=cambodia&q=boat",
    "/search/": b"q=the+night+boat&page=2&topic=courts&from=2020-01-01",
    "/give/": b"frequency=monthly&amount=30&currency=AUD&from=night-boat&fund=general",
    "/newsletter/": b"interests=stories&from=/stories/night-boat/&country=AU",
    "/events/": b"country=AU&page=1",
    "/newsletter/issues/": b"page=2",
    "/donor/": b"next=/donor/giving/&from=letter",
    "/admin/login/": b"next=/admin/stories/story/",
    "/admin/stories/story/": b"q=boat&state=draft&o=-1.2&p=1&all=&e=1",
    "/admin/donations/payment/": b"q=FP-7K3Q9M-P&state=succeeded&p=2&o=3",
    "/admin/newsletter/subscriber/": b"q=a%40example.org&interests=stories&p=0",
    "/admin/donations/reports/funds/": b"since=2026-01-01&until=2026-12-31",
    "/admin/autocomplete/": (
        b"app_label=stories&model_name=story&field_name=topics&term=a&page=1"
    ),
}


@pytest.fixture
def site(charity, admin_amina) -> Client:
    make_fund(), make_options(), make_published(slug="night-boat")
    client = Client(
        headers={"sec-fetch-site": "same-origin"}, raise_request_exception=False
    )
    client.force_login(admin_amina)
    return client


def broke(answer: HttpResponse, asked: object) -> list[str]:
    """Where it answered with a page of an error."""
    if answer.status_code < 500:
        return []
    kind = type(answer.exc_info[1]).__name__ if answer.exc_info else ""
    return [f"{answer.status_code} {kind} {str(asked)[:300]!r}"]


def test_no_question_in_an_address_breaks_a_page(site) -> None:
    wrong = []
    for path, query in ASKED.items():
        for data in mutated((query,), path, TIMES):
            raw = quote_from_bytes(data[:4000], safe="=&+%")
            wrong += broke(site.get(path, QUERY_STRING=raw), (path, raw))
    assert not wrong, "\n".join(wrong)


def with_arguments() -> list[str]:
    """The routes of pages for visitors that take a word from their address."""
    routes = {each.route for each in every_address()}
    return sorted(
        route
        for route in routes
        if "<" in route and not route.startswith("admin/") and "(?" not in route
    )


def test_no_word_within_an_address_breaks_a_page(site) -> None:
    wrong, seeds = [], (b"night-boat", b"2026", b"a" * 43, b"feed.rss", b"../media/x")
    for route in with_arguments():
        for data in mutated(seeds, route, TIMES // 2):
            word = quote(data[:300], safe="")
            path = "/" + ARGUMENT.sub(word, route)
            wrong += broke(site.get(path), path)
    assert not wrong, "\n".join(wrong)


def encoded(form: dict[str, object]) -> bytes:
    pairs = (f"{quote(name)}={quote(str(value))}" for name, value in form.items())
    return "&".join(pairs).encode()


def test_no_form_breaks_a_page(site) -> None:
    forms = {
        "/newsletter/": typed("amara@example.org", country="AU", postcode="2000"),
        "/newsletter/lost-link/": typed("amara@example.org"),
        "/give/review/": answers(),
        "/donor/": {"email": "amara@example.org", "form_token": "1:a:b"},
        "/donor/lost-address/": {"old": "a@example.org", "new": "b@example.org"},
        "/admin/login/": {"username": "a@example.org", "password": "x", "next": "/"},
        "/admin/one-person/": {"address": "a@example.org", "act": "copy"},
        "/admin/new-password/": {"email": "a@example.org"},
    }
    wrong = []
    for path, form in forms.items():
        for data in mutated((encoded(form),), path, TIMES):
            kind = "application/x-www-form-urlencoded"
            wrong += broke(site.post(path, data, content_type=kind), (path, data))
    for data in mutated((json.dumps({"csp-report": REPORT}).encode(),), "report", 60):
        kind = "application/csp-report"
        answer = site.post("/reports/policy/", data, content_type=kind)
        wrong += broke(answer, data)
    assert not wrong, "\n".join(wrong)


EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "payment_intent.succeeded",
    "created": 1_700_000_000,
    "livemode": False,
    "api_version": "2026-10-28.endive",
    "data": {"object": {"id": "pi_1", "object": "payment_intent", "customer": None}},
}


def test_no_signed_notice_of_stripe_breaks_its_door(site, settings) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = SECRET_KEY, SECRET
    wrong = []
    for data in mutated((json.dumps(EVENT).encode(),), "stripe", 200):
        signed = signed_by_stripe(data)
        answer = site.post(
            "/donations/notices/stripe/",
            data,
            content_type="application/json",
            headers={"Stripe-Signature": signed},
        )
        wrong += broke(answer, data)
    assert not wrong, "\n".join(wrong)


def signed_by_stripe(body: bytes) -> str:
    moment = int(time.time())
    keyed = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={keyed.hexdigest()}"


NOTICE = {
    "RecordType": "SpamComplaint",
    "Email": "amara@example.org",
    "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "BouncedAt": "2026-11-05T16:33:54.9070259Z",
    "Metadata": {"delivery": "1"},
    "ID": 42,
}


def test_no_notice_of_a_provider_breaks_its_door(site, settings) -> None:
    """It has the provider's password, and is as broken as only a provider can be."""
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "postmark:a long secret"}
    key = b64encode(b"postmark:a long secret").decode()
    wrong = []
    for data in mutated((json.dumps(NOTICE).encode(),), "postmark", 200):
        answer = site.post(
            "/newsletter/notices/postmark/",
            data,
            content_type="application/json",
            headers={"Authorization": f"Basic {key}"},
        )
        wrong += broke(answer, data)
    assert not wrong, "\n".join(wrong)
