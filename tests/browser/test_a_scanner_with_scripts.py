"""A mail filter with a browser of its own opens every link, runs scripts, and waits.

It confirms nobody and unsubscribes nobody: no row of the database changes.
"""

from django.utils import timezone
from playwright.sync_api import Page

from newsletter.models import Subscriber
from newsletter.sending.slice import send_issues
from tests.browser.house import do_chores
from tests.every_row import every_row
from tests.mailbox import Mailbox
from tests.make_issues import make_rules
from tests.make_newsletter import join
from tests.reader_mails import NEW, make_full_issue, paths_in, write_every_letter

READER = "reader@example.org"


def test_it_changes_no_row(page: Page, house: Mailbox) -> None:
    make_rules()
    write_every_letter(join(READER))
    make_full_issue()
    do_chores()
    send_issues(timezone.now())
    mails = house.to(NEW) + house.to(READER)
    links = sorted({link for each in mails for link in paths_in(each)})
    assert len(mails) == 6 and len(links) >= 8
    before = rows()
    for link in links:
        answer = page.goto(link, wait_until="networkidle")
        assert answer and answer.status == 200, link
        page.mouse.wheel(0, 4_000)
    assert rows() == before
    on = {who.address: who.is_on_the_list for who in Subscriber.objects.all()}
    assert on == {NEW: False, READER: True}


def rows() -> dict[str, list[str]]:
    """All but the diary of chores: no worker lives here, so the server keeps it."""
    found = every_row()
    del found["ijm_chorerun"]
    return found
