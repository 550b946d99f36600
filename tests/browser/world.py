"""One of everything that visitors can open, made of the demo's words and pictures."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.management import call_command
from django.utils import timezone

from donations import giving, offering
from donations.models import (
    Campaign,
    Donor,
    GivingPage,
    Offer,
    PartnerQuestion,
    Pledge,
    Receipt,
    ReceiptRules,
)
from donations.models.sign_in_code import PURPOSE
from ijm import links
from ijm.demo.load import load as load_settings
from ijm.models import StaffMember
from ijm.money import Money
from newsletter import addresses
from newsletter.demo.load import load as load_newsletter
from newsletter.models import ConsentText, Enquiry, Gathering, Issue
from tests.browser.telling import STORY, tell_stories
from tests.make_donations import an_intention, make_fund, make_options
from tests.make_newsletter import answer, join
from tests.make_receipts import OF_COUNTRY, gift, make_receipt

GIVEN = (date(2025, 6, 2), date(2026, 3, 30))
QUESTIONS = (
    ("When is my gift taken?", "On the day that you choose, each month."),
    ("Can I stop?", "At any time, by yourself, with one press."),
)


@dataclass(frozen=True)
class World:
    """The addresses of its pages, by the name that the resolver has for them."""

    public: dict[str, str]
    of_a_donor: dict[str, str]
    sign_in: str

    def end(self) -> None:
        call_command("flush", interactive=False, verbosity=0)


def make_world() -> World:
    load_settings()
    tell_stories(StaffMember.objects.get(email="editor@example.org"))
    load_newsletter()
    pledge = _give()
    public = _story_pages() | _newsletter_pages() | _giving_pages(pledge)
    return World(public, _donor_pages(pledge), _sign_in_link())


def _sign_in_link() -> str:
    """A fresh link into the portal, as the letter has it."""
    donor = Donor.objects.get(email="amara@example.org")
    return f"/donor/sign-in/{links.mint(PURPOSE, donor, timedelta(hours=1))}/"


def _offer_link(pledge: Pledge) -> str:
    """“Raise to 60”, as a letter has it."""
    sixty, now = Money(6000, pledge.currency), timezone.now()
    offer = offering.make(Offer.RAISE, pledge, sixty, "world", now)
    return _path(offering.link_to(offer))


def _give() -> Pledge:
    _ask_all_there_is_to_ask()
    Campaign.objects.create(
        slug="a-day-in-court",
        title="A day in court",
        standfirst="A lawyer, an interpreter and a bus fare.",
        fund=make_fund(),
        goal_minor=2_000_000,
        opens_on=timezone.localdate() - timedelta(days=30),
    )
    first = str(timezone.localdate() + timedelta(days=20))
    pledge = giving.give(an_intention(first_due=first), timezone.now()).pledge
    assert pledge
    _give_out_a_statement(pledge.donor)
    return pledge


def _ask_all_there_is_to_ask() -> None:
    """Options, costs, Gift Aid, and what partners ask before they begin."""
    make_options()
    page = GivingPage.objects.create(costs_percent=Decimal("1.5"), asks_gift_aid=True)
    for asked, said in QUESTIONS:
        PartnerQuestion.objects.create(page=page, question=asked, answer=said)


def _give_out_a_statement(donor: Donor) -> None:
    """For two gifts of a tax year that is over."""
    ReceiptRules.objects.create(country="GB", **OF_COUNTRY["GB"])
    gifts = [gift(5000, day, donor=donor, fund=make_fund()) for day in GIVEN]
    make_receipt(*gifts, kind=Receipt.ANNUAL, now=timezone.now())


def _story_pages() -> dict[str, str]:
    return {
        "stories:home": "/",
        "stories:index": "/stories/?page=2",
        "stories:topic": "/stories/topics/forced-labour/",
        "stories:place": "/stories/places/cambodia/",
        "stories:story": f"/stories/{STORY}/",
        "stories:search": "/search/?q=court",
        "stories:page": "/get-help/",
    }


def _newsletter_pages() -> dict[str, str]:
    now = timezone.now()
    asked = Enquiry.objects.create(
        kind=Enquiry.JOIN,
        address="new@example.org",
        interests=["stories", "events"],
        consent_text=ConsentText.shown_at(now),
        form="page",
        asked_at=now,
    )
    reader = join("reader@example.org", "stories", "opportunities")
    answer()
    issue, gathering = Issue.objects.earliest("pk"), Gathering.objects.earliest("pk")
    return {
        "newsletter:sign_up": "/newsletter/",
        "newsletter:check_your_email": "/newsletter/check-your-email/",
        "newsletter:lost_link": "/newsletter/lost-link/",
        "newsletter:lost_link_sent": "/newsletter/lost-link/sent/",
        "newsletter:confirm": _path(addresses.confirm_url(asked)),
        "newsletter:not_me": "/newsletter/not-me/",
        "newsletter:unsubscribe": _path(addresses.leave_url(reader)),
        "newsletter:preferences": _path(addresses.preferences_url(reader)),
        "newsletter:issues": "/newsletter/issues/",
        "newsletter:issue": f"/newsletter/issues/{issue.slug}/",
        "newsletter:gatherings": "/events/",
        "newsletter:gathering": f"/events/{gathering.slug}/",
    }


def _giving_pages(pledge: Pledge) -> dict[str, str]:
    return {
        "donations:give": "/give/",
        "donations:freedom-partner": "/give/freedom-partner/",
        "donations:campaign": "/give/to/a-day-in-court/",
        "donations:thanks": pledge.agreement.get_absolute_url(),
        "donations:donor": "/donor/",
        "donations:sign-in": _sign_in_link(),
        "donations:lost-address": "/donor/lost-address/",
        "donations:offer": _offer_link(pledge),
    }


def _donor_pages(pledge: Pledge) -> dict[str, str]:
    return {
        "donations:donor-giving": "/donor/giving/",
        "donations:donor-details": "/donor/details/",
        "donations:donor-erasure": "/donor/erasure/",
        "donations:pledge": f"/donor/pledges/{pledge.pk}/",
        "donations:statements": f"/donor/statements/{GIVEN[-1].year}/",
    }


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]
