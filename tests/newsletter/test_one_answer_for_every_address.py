"""No page tells whether an address is known: same status, same bytes, same work."""

from datetime import timedelta

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ijm.models import Limit
from newsletter.models import Enquiry, Suppression
from tests.make_newsletter import answer, join, mails_to, sign_up, typed, visitor

KINDS = ("new", "pending", "confirmed", "complained")


def people() -> dict[str, str]:
    """One address of each kind, none told of anything lately."""
    known = {kind: f"{kind}@example.org" for kind in KINDS}
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        sign_up(known["pending"])
        answer()
        join(known["confirmed"])
    Suppression.suppress(
        known["complained"],
        Suppression.Reason.COMPLAINED,
        Suppression.Scope.ALL,
        timezone.now(),
    )
    Limit.objects.all().delete()
    return known


def test_status_headers_and_bytes_are_the_same(db):
    seen = set()
    for address in people().values():
        response = sign_up(address)
        page = visitor().get(response["Location"])
        seen.add((response.status_code, str(response.headers), page.content))
    assert len(seen) == 1


def test_the_request_does_the_same_work(db):
    work = set()
    for address in people().values():
        with CaptureQueriesContext(connection) as queries:
            visitor().post("/newsletter/", typed(address))
        work.add(tuple(each["sql"].split(" ")[0] for each in queries))
    assert len(work) == 1


def test_what_differs_arrives_by_mail(db):
    known = people()
    for address in known.values():
        sign_up(address)
    answer()
    last = {kind: [m.letter for m in mails_to(a)][-1:] for kind, a in known.items()}
    assert last == {
        "new": ["newsletter-confirm"],
        "pending": ["newsletter-confirm"],
        "confirmed": ["newsletter-already-on-list"],
        "complained": [],
    }
    assert not Enquiry.objects.filter(address=known["complained"]).exists()


def test_a_lost_link_is_answered_alike(db):
    pages = set()
    for address in people().values():
        response = visitor().post("/newsletter/lost-link/", typed(address))
        pages.add((response.status_code, response["Location"]))
    answer()
    assert pages == {(303, "/newsletter/lost-link/sent/")}
    assert [m.letter for m in mails_to("confirmed@example.org")][-1] == (
        "newsletter-lost-link"
    )
    assert not [
        mail
        for kind in ("new", "pending", "complained")
        for mail in mails_to(f"{kind}@example.org")
        if mail.letter == "newsletter-lost-link"
    ]
