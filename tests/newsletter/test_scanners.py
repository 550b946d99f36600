"""A scanner that opens every link of every mail confirms nobody, removes nobody."""

import pytest

from ijm.contributions import letters
from tests.every_row import every_row
from tests.make_newsletter import mails_to, ours_in, visitor, written
from tests.reader_mails import (
    NEW,
    issue_as_sent,
    letters_written,
    make_full_issue,
    paths_in,
    read,
    write_every_letter,
)


@pytest.fixture
def mails(charity, reader):
    write_every_letter(reader)
    issue = make_full_issue()
    return {**letters_written(), "issue": read(issue_as_sent(issue, reader))}


def test_no_mail_to_readers_is_left_out(mails):
    ours = {each.name for each in letters if each.name.startswith("newsletter-")}
    assert set(mails) == {*ours, "issue"}


def test_get_and_head_of_every_link_twenty_times_change_no_row(mails, reader):
    links = {link for each in mails.values() for link in paths_in(each)}
    before = every_row()
    for link in sorted(links):
        for _time in range(20):
            assert visitor().get(link).status_code == 200
            assert visitor().head(link).status_code == 200
    assert every_row() == before
    for page in ("newsletter/confirm", "newsletter/unsubscribe", "stories", "events"):
        assert [link for link in links if link.startswith(f"/{page}/")], page


def test_the_buttons_behind_those_links_do_work(mails, reader):
    """Else the test above would prove nothing."""
    before = every_row()
    (confirm,) = [
        link
        for link in paths_in(mails["newsletter-confirm"])
        if link.startswith("/newsletter/confirm/")
    ]
    visitor().post(confirm)
    assert every_row() != before
    assert mails_to(NEW)[-1].letter == "newsletter-welcome"


def test_pages_behind_links_are_kept_by_nobody_and_found_by_nobody(reader):
    for link in ours_in(written(mails_to(reader.address)[-1])):
        page = visitor().get(link)
        assert "no-store" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"]
        assert page["Referrer-Policy"] == "same-origin"
        assert reader.address not in page.content.decode()
        assert not page.cookies
