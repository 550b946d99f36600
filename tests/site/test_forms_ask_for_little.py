"""Each thing that a visitor is asked for has a reason; what has none is not asked."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
INPUT = re.compile(r"<(?:input|select|textarea)\b[^>]*?\bname=\"([^\"]+)\"")
OF_THE_FORM = {"form_token", "key", "form", "source_path", "consent_text", "nickname"}
"""Not of a person: what the page was, when it was printed, and a trap for robots."""

ASKED = {
    "/newsletter/": {
        "email": "where it goes",
        "interests": "what is agreed to",
        "country": "events near the reader, if wished for",
        "postcode": "events near the reader, if wished for",
    },
    "/give/": {
        "frequency": "once or each month",
        "currency": "in which money",
        "own_once": "how much",
        "own_monthly": "how much",
        "day": "when the gift of a month is due",
        "name": "on the receipt",
        "organisation": "on the receipt, where it gives",
        "email": "where receipt and thanks go",
        "anonymous": "not to be named in public",
        "tribute": "in honour or in memory, if wished for",
        "tribute_to": "in honour or in memory, if wished for",
        "tribute_words": "in honour or in memory, if wished for",
        "updates": "email updates, if ticked",
    },
    "/donor/": {"email": "where the way in goes"},
    "/admin/login/": {
        "username": "who it is",
        "password": "that it is them",
        "next": "where they were going",
        "csrfmiddlewaretoken": "that the form is ours",
    },
}


def inputs(page: str) -> set[str]:
    """Of the page itself: the foot has the short form of the newsletter."""
    main = page.partition("<main")[2].partition("</main>")[0] or page
    return set(INPUT.findall(main))


@pytest.mark.parametrize("path", ASKED)
def test_nothing_is_asked_for_without_a_reason(client: Client, path: str) -> None:
    found = inputs(client.get(path).content.decode())
    assert found - OF_THE_FORM == set(ASKED[path])


@pytest.mark.parametrize("path", ["/newsletter/", "/give/"])
def test_nothing_is_ticked_before_the_visitor_ticks_it(client, path: str) -> None:
    page = client.get(path).content.decode()
    boxes = re.findall(r"<input\b[^>]*type=\"checkbox\"[^>]*>", page)
    assert boxes
    assert not [box for box in boxes if re.search(r"\bchecked\b", box)]
