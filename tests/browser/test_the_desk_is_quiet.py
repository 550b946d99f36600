"""Every page of the desk: nothing that the policy refuses, nobody in an address.

Read by an administrator, who sees most of each: every list, a new one, the first row,
and each page that is no model's. What stands in a page itself is
looked for in all; Chromium opens as many as it takes to run each script of theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from lxml import html
from playwright.sync_api import Browser, Page

from donations.models import Donor
from newsletter.models import Subscriber
from stories.models import Story
from tests.browser.addresses_of_pages import personal_in
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.browser.test_pages_are_quiet import LISTEN
from tests.browser.world import World
from tests.site import rights

pytestmark = pytest.mark.django_db
INLINE = (
    "//script[not(@src)][not(contains(@type, 'json'))] | //style | //*[@style]"
    " | //*[@*[starts-with(name(), 'on')]] | //object | //embed | //base"
)
# They end the session, lead to one's own sign-in, or answer a chooser.
NOT_READ = {"admin:logout", "admin:login", "admin:second_step", "admin:autocomplete"}


@dataclass
class Read:
    """What one page is made of."""

    address: str
    tree: html.HtmlElement
    made_of: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        found = self.tree.xpath("//script/@src | //link[@rel='stylesheet']/@href")
        self.made_of = frozenset(found)

    @property
    def in_itself(self) -> list[str]:
        """CKEditor's page may have attributes, and has none before it has begun."""
        return [f"{self.address}: <{each.tag}>" for each in self.tree.xpath(INLINE)]

    @property
    def telling(self) -> list[str]:
        return [f"{self.address} {said}" for said in personal_in(self.tree)]


def pages_of_models() -> Iterator[str]:
    for model in admin.site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{stem}_changelist")
        yield reverse(f"{stem}_add")
        if row := model._default_manager.first():
            yield reverse(f"{stem}_change", args=[row.pk])


def other_pages() -> Iterator[str]:
    """Those that take nothing, and those of a story."""
    story = Story.objects.earliest("pk")
    for name in sorted({*rights.EXTRA, *rights.STAFF_DOORS} - NOT_READ):
        of_a_story = name.startswith("admin:stories_story_")
        for arguments in ((), (story.pk,)) if of_a_story else ((),):
            try:
                yield reverse(name, args=arguments)
            except NoReverseMatch:
                continue


@pytest.fixture
def desk(browser: Browser, world: World, base_url: str) -> Iterator[Page]:
    with browser.new_page(base_url=base_url, **DESK) as page:
        sign_in_at_the_desk(page, "admin@example.org", "admin-demo")
        yield page


def read(page: Page, address: str) -> Read | None:
    answer = page.context.request.get(address)
    kind = answer.headers.get("content-type", "")
    if answer.status != 200 or not kind.startswith("text/html"):
        return None
    return Read(address, html.fromstring(answer.body()))


def enough_of(pages: list[Read]) -> Iterator[Read]:
    """Those with most scripts and sheets first, until none is left out."""
    met: set[str] = set()
    for page in sorted(pages, key=lambda page: -len(page.made_of)):
        if page.made_of - met:
            met |= page.made_of
            yield page


def test_nothing_is_refused_and_nobody_stands_in_an_address(desk: Page) -> None:
    assert Donor.objects.exists() and Subscriber.objects.exists()
    addresses = dict.fromkeys([*pages_of_models(), *other_pages()])
    pages = [page for each in addresses if (page := read(desk, each))]
    assert len(pages) > 110
    wrong = [fault for page in pages for fault in (*page.in_itself, *page.telling)]
    desk.add_init_script(LISTEN)
    desk.on("console", lambda said: _note(wrong, desk, said.text))
    desk.on("dialog", lambda dialog: dialog.accept())
    opened = list(enough_of(pages))
    for page in opened:
        desk.goto(page.address, wait_until="load")
    print(f"{len(pages)} pages read, {len(opened)} opened")
    assert not wrong, "\n".join(wrong)


def _note(wrong: list[str], page: Page, said: str) -> None:
    if "policy" in said.lower():
        wrong.append(f"{page.url}: {said}")
