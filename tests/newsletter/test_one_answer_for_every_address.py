"""No page tells whether an address is known: same status, same bytes, same work."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ijm.models import Limit
from newsletter.models import Enquiry
from tests.make_newsletter import (
    answer,
    mails_to,
    one_of_each_kind,
    sign_up,
    typed,
    visitor,
)

FORMS = {
    "/newsletter/": ["/newsletter/check-your-email/"],
    "/newsletter/lost-link/": ["/newsletter/lost-link/sent/"],
}
TOKEN = re.compile(rb'(name="form_token" value=")[^"]+')


def shape(sql: str) -> str:
    """A statement without what was asked: its literals are the address and the time."""
    return re.sub(r"'(?:[^']|'')*'|\b\d+\b", "?", sql)


@pytest.mark.parametrize("form", FORMS)
def test_status_headers_and_bytes_are_the_same(db, form):
    seen = set()
    for address in one_of_each_kind().values():
        response = visitor().post(form, typed(address))
        page = visitor().get(response["Location"])
        assert response["Location"] in FORMS[form]
        seen.add((response.status_code, str(response.headers), page.content))
    assert len(seen) == 1


@pytest.mark.parametrize("form", FORMS)
def test_so_are_those_of_pressing_once_more(db, form):
    seen = set()
    for address in one_of_each_kind().values():
        page = visitor().post(form, typed(address, nickname="a robot"))
        assert page.status_code == 200
        bare = TOKEN.sub(rb"\1", page.content).replace(address.encode(), b"address")
        seen.add((str({**page.headers, "Content-Length": ""}), bare))
    assert len(seen) == 1


@pytest.mark.parametrize("form", FORMS)
def test_the_request_does_the_same_work(db, form):
    """The very statements, in their order. How long they take, `make bench` tells."""
    work = set()
    for address in one_of_each_kind().values():
        Limit.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            visitor().post(form, typed(address))
        work.add(tuple(shape(each["sql"]) for each in queries))
    assert len(work) == 1
    assert any("newsletter_enquiry" in statement for statement in work.pop())


def test_what_differs_arrives_by_mail(db):
    known = one_of_each_kind()
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
    for address in one_of_each_kind().values():
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
