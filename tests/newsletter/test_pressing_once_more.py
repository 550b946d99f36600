"""Where a form looks odd a person presses once more; nobody meets an error."""

import re

import pytest

from newsletter.models import Enquiry
from tests.make_newsletter import printed, typed, visitor

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
ODD = {
    "no token": {"form_token": ""},
    "a forged token": {"form_token": "IjEi:1abcde:forged"},
    "filled by a robot or a password manager": {"nickname": "Mira"},
}


def press_again(page) -> object:
    data: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page.content.decode()):
        data.setdefault(name, []).append(value)
    return visitor().post("/newsletter/", data)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_it_keeps_what_was_typed_and_takes_it_at_the_second_press(odd):
    page = visitor().post(
        "/newsletter/", typed("a@example.org", "events", "stories", country="AU", **odd)
    )
    assert page.status_code == 200
    assert b"Almost there" in page.content
    assert not Enquiry.objects.exists()
    assert press_again(page).status_code == 303
    enquiry = Enquiry.objects.get()
    assert enquiry.interests == ["events", "stories"]
    assert enquiry.country == "AU"


@pytest.mark.parametrize("ago", [0.5, 25 * 3600.0], ids=["too young", "too old"])
def test_it_asks_again_by_the_age_of_the_page(ago):
    page = visitor().post(
        "/newsletter/", typed("a@example.org", form_token=printed(ago))
    )
    assert b"Almost there" in page.content
    assert press_again(page).status_code == 303


def test_it_lets_a_page_of_this_morning_pass():
    data = typed("a@example.org", form_token=printed(23 * 3600.0))
    assert visitor().post("/newsletter/", data).status_code == 303
    assert Enquiry.objects.count() == 1


def test_a_busy_network_is_asked_once_more_and_not_turned_away():
    answers = [
        visitor().post("/newsletter/", typed(f"guest{n}@example.org")) for n in range(6)
    ]
    assert [answer.status_code for answer in answers] == [303] * 5 + [200]
    assert press_again(answers[-1]).status_code == 303
    assert Enquiry.objects.count() == 6
