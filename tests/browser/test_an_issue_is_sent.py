"""A colleague composes an issue without a script, another one sees it on its way."""

from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from ijm.models import StaffMember
from newsletter.counting import sum_up
from newsletter.models import Issue
from newsletter.sending.roads import bulk
from newsletter.sending.scheduling import begin_due_issues
from newsletter.sending.slice import send_issues, send_slice
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.browser.house import folder
from tests.browser.seeing import assert_no_faults
from tests.cast import PASSWORD
from tests.mailbox import Mailbox
from tests.make_issues import make_many_readers, make_rules
from tests.make_stories import make_photo, make_published
from tests.sink import SinkHere

READERS = 40


@pytest.fixture
def sink(settings) -> Iterator[SinkHere]:
    with SinkHere().running() as here:
        settings.BULK_EMAIL_URL = here.url
        yield here


@pytest.fixture
def at_the_desk(
    house: Mailbox,
    newsletter_noor: StaffMember,
    new_context: Callable[..., BrowserContext],
) -> Callable[[bool], Page]:
    def sit_down(scripts: bool) -> Page:
        page = new_context(java_script_enabled=scripts).new_page()
        page.set_viewport_size(DESK["viewport"])
        sign_in_at_the_desk(page, newsletter_noor.email, PASSWORD)
        return page

    return sit_down


def test_from_an_empty_form_to_the_last_reader(
    at_the_desk: Callable[[bool], Page], sink: SinkHere
) -> None:
    make_rules(per_second=30)
    make_many_readers(READERS)
    make_published(title="The ferry at six", slug="the-ferry-at-six")
    make_published(title="A second key", slug="a-second-key", hero=make_photo())
    plain = at_the_desk(False)
    composes(plain)
    sends_a_test(plain)
    clever = at_the_desk(True)
    puts_the_second_story_first(clever)
    schedules(plain)
    begin_due_issues(timezone.now())
    issue = Issue.objects.get()
    send_slice(issue, bulk(), seconds=0.3)
    so_far = len(sink.taken)
    assert 0 < so_far < READERS
    pauses_what_moves_by_itself(clever, so_far)
    send_issues(timezone.now())
    assert len(sink.taken) == so_far, "not one more while it is paused"
    lets_it_go_on(plain)
    make_rules()
    send_issues(timezone.now())
    clever.reload()
    expect(heading(clever, "This issue is: sent")).to_be_visible()
    expect(clever.get_by_text(f"{READERS} of {READERS}")).to_be_visible()
    assert len(set(sink.recipients)) == len(sink.taken) == READERS
    sum_up(timezone.now())
    clever.goto("/admin/newsletter/movement/")
    expect(
        clever.get_by_role("img", name="People on the list over time")
    ).to_be_visible()
    assert_no_faults(clever)


def heading(page: Page, words: str):
    return page.get_by_role("heading", name=words)


def composes(desk: Page) -> None:
    """Preflight says what is wrong until it is mended; all of it without a script."""
    desk.goto("/admin/newsletter/issue/")
    desk.get_by_role("link", name="Add issue").last.click()
    desk.get_by_label("Title").fill("October")
    desk.get_by_label("Subject").fill("Two stories from October")
    desk.get_by_label("Preview line").fill("A ferry, and a key.")
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.get_by_text("There is no story in this issue.")).to_be_visible()
    expect(desk.get_by_text("Choose for which interests it is.")).to_be_visible()
    for row, title in enumerate(("The ferry at six", "A second key")):
        desk.locator(f"#id_places-{row}-story").select_option(title)
    desk.locator("#id_places-0-headline").fill("The ferry, at last")
    desk.get_by_label("Stories from the field").check()
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.get_by_text("Must be mended")).to_have_count(0)
    expect(desk.get_by_text(f"to {READERS} people").first).to_be_visible()
    desk.get_by_role("link", name="Look at the mail").click()
    mail = desk.frame_locator("iframe[title='On a telephone']")
    expect(mail.get_by_role("heading", name="The ferry, at last")).to_be_visible()


def sends_a_test(desk: Page) -> None:
    desk.get_by_role("link", name="Send a test").click()
    desk.get_by_label("Send a test to").fill("lawyer@example.org")
    desk.get_by_role("button", name="Send the test").click()
    expect(desk.get_by_text("A test is on its way")).to_be_visible()
    (file,) = (folder() / "mail").glob("issue-0.eml")
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert mail["Subject"] == "[Test] Two stories from October"
    assert mail["To"] == "lawyer@example.org"
    expect(desk.get_by_text("Nothing stands in its way.")).to_be_visible()


def puts_the_second_story_first(desk: Page) -> None:
    """By buttons, with the number of readers following each tick."""
    desk.goto("/admin/newsletter/issue/")
    desk.get_by_role("link", name="October").click()
    desk.get_by_role("button", name="Move up").first.click()
    count = desk.locator("output")
    desk.get_by_label("Stories from the field").uncheck()
    expect(count).to_contain_text("to 0 people")
    desk.get_by_label("Stories from the field").check()
    expect(count).to_contain_text(f"to {READERS} people")
    desk.locator("#id_places-1-picture").get_by_role("radio").nth(1).check()
    assert_no_faults(desk, without=[".select2-selection--multiple"])
    desk.get_by_role("button", name="Save and continue editing").click()
    places = Issue.objects.get().places.order_by("position")
    assert [place.story.slug for place in places] == [
        "a-second-key",
        "the-ferry-at-six",
    ]
    assert places[0].picture == places[0].story.hero


def schedules(desk: Page) -> None:
    desk.goto("/admin/newsletter/issue/")
    desk.get_by_role("link", name="October").click()
    desk.get_by_role("link", name="Schedule").click()
    desk.get_by_role("button", name="Schedule it").click()
    expect(desk.get_by_text("Say which day.")).to_be_visible()
    desk.get_by_label("As soon as it may").check()
    desk.get_by_role("button", name="Schedule it").click()
    expect(heading(desk, "This issue is: scheduled")).to_be_visible()


def pauses_what_moves_by_itself(desk: Page, so_far: int) -> None:
    desk.goto("/admin/newsletter/issue/")
    desk.get_by_role("link", name="October").click()
    expect(desk.get_by_text(f"{so_far} of {READERS}")).to_be_visible()
    assert_no_faults(desk)
    desk.get_by_role("link", name="Pause").click()
    desk.get_by_label("Why?").fill("The lawyer called.")
    desk.get_by_role("button", name="Pause now").click()
    expect(desk.get_by_role("alert").get_by_text("The lawyer called.")).to_be_visible()


def lets_it_go_on(desk: Page) -> None:
    desk.reload()
    desk.get_by_role("link", name="Let it go on").click()
    desk.get_by_role("button", name="Go on").click()
    expect(heading(desk, "This issue is: sending")).to_be_visible()
