"""“Did you mean gmail.com?”: asked once, never answered for the reader."""

import re

import pytest

from newsletter.models import Enquiry
from newsletter.typing_slips import NO_SLIPS, PROVIDERS, better_address, slips
from tests.make_newsletter import typed, visitor

MEANT = {
    "gmial.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gmail.con": "gmail.com",
    "GMAIL.CO": "gmail.com",
    "hotmial.com": "hotmail.com",
    "hotmal.cm": "hotmail.com",
    "outlok.com": "outlook.com",
    "yahooo.com": "yahoo.com",
    "bigpong.com": "bigpond.com",
    "optusnet.com.u": "optusnet.com.au",
}
NOBODYS_SLIP = [
    *PROVIDERS,
    *sorted(NO_SLIPS),
    "example.org",
    "gmail.example.org",
    "yahoo.co.id",
    "hotmail.com.sg",
    "gmäil.com",
    "gmаil.com",  # with a Cyrillic а
    "xn--gmil-loa.com",
    "例子.广告",
    "mee.com",
    "charity.gmial.com",
    f"{'a' * 60}.org",
]
BUTTON = re.compile(r'<button [^>]*name="email" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.mark.parametrize(("domain", "meant"), MEANT.items())
def test_a_slip_is_seen(domain, meant):
    assert better_address(f"Mira+news@{domain}") == f"Mira+news@{meant}"


@pytest.mark.parametrize("domain", NOBODYS_SLIP)
def test_what_may_well_be_right_is_not_asked_about(domain):
    assert better_address(f"mira@{domain}") == ""


@pytest.mark.parametrize(
    ("typed_", "meant", "count"),
    [("ab", "ab", 0), ("ba", "ab", 1), ("b", "ab", 1), ("abc", "ab", 1), ("x", "", 1)],
)
def test_slips_are_counted(typed_, meant, count):
    assert slips(typed_, meant) == slips(meant, typed_) == count


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "taken"])
@pytest.mark.parametrize(
    "odd", [{}, {"nickname": "a robot"}], ids=["well printed", "odd"]
)
def test_it_asks_once_and_takes_either_answer(db, keep, odd):
    page = (
        visitor()
        .post(
            "/newsletter/",
            typed("mira@gmial.com", "events", "stories", country="AU", **odd),
        )
        .content.decode()
    )
    assert "Did you mean mira@gmail.com?" in page
    assert not Enquiry.objects.exists()
    assert BUTTON.findall(page) == ["mira@gmail.com", "mira@gmial.com"]
    data: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page):
        data.setdefault(name, []).append(value)
    assert "email" not in data
    data["email"] = [BUTTON.findall(page)[keep]]
    assert visitor().post("/newsletter/", data).status_code == 303
    enquiry = Enquiry.objects.get()
    assert enquiry.address == ("mira@gmial.com" if keep else "mira@gmail.com")
    assert (enquiry.interests, enquiry.country) == (["events", "stories"], "AU")


def test_so_does_the_page_for_a_lost_link(db):
    page = visitor().post("/newsletter/lost-link/", typed("mira@hotmial.com"))
    assert "Did you mean mira@hotmail.com?" in page.content.decode()
    assert not Enquiry.objects.exists()
