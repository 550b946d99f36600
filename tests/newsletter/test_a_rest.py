"""A rest from all newsletters: chosen, seen, ended by itself or by the reader."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ijm.contributions import erasers, exporters
from newsletter.audience import audience
from newsletter.exporting import rows
from newsletter.leaving import leave
from newsletter.models import ConsentEvent
from newsletter.occasion import Occasion
from newsletter.pausing import RESTS, pause
from newsletter.sending.slice import send_issues
from tests.make_issues import make_issue, make_rules, make_under_way
from tests.make_newsletter import (
    confirm_link,
    link_to,
    mails_to,
    sign_up,
    visitor,
    written,
)


@pytest.fixture
def page(charity, reader) -> str:
    welcome = written(mails_to(reader.address)[-1])
    return link_to("/newsletter/preferences/", welcome)


def rest(page: str, name: str = "1-month"):
    return visitor().post(page, {"pause": "1", "rest": name}, follow=True)


@pytest.mark.parametrize("name", RESTS)
def test_it_lasts_as_long_as_chosen_and_says_so(reader, page, name):
    shown = rest(page, name).content.decode()
    reader.refresh_from_db()
    until = timezone.localtime(reader.paused_until)
    assert abs(until - timezone.now() - RESTS[name][1]) < timedelta(minutes=1)
    assert f"Nothing comes until {until:%-d %B %Y}" in shown
    assert reader.current_interests() == ["stories", "opportunities"]
    assert reader.evidence.latest("pk").kind == "paused"


@pytest.mark.parametrize("name", ["", "for-ever", "1-month\x00"])
def test_without_a_choice_it_asks_for_one(reader, page, name):
    assert "Choose for how long." in rest(page, name).content.decode()
    reader.refresh_from_db()
    assert reader.paused_until is None


def test_no_issue_comes_and_then_one_comes_again_by_itself(reader, page, later):
    issue = make_issue()
    assert list(audience(issue)) == [reader]
    rest(page)
    assert list(audience(issue)) == []
    later(days=30, minutes=1)
    assert list(audience(issue)) == [reader]
    assert "Take a rest" in visitor().get(page).content.decode()


def test_who_rests_after_the_audience_was_fixed_is_skipped(reader, page, sink):
    make_rules()
    issue = make_under_way(make_issue())
    rest(page)
    send_issues(timezone.now())
    assert issue.deliveries.get().state == "skipped"
    assert sink.taken == []


def test_the_reader_ends_it_before(reader, page):
    rest(page)
    shown = visitor().post(page, {"resume": "1"}, follow=True).content.decode()
    assert "Your newsletters come again" in shown
    assert list(audience(make_issue())) == [reader]
    visitor().post(page, {"resume": "1"})
    assert ConsentEvent.objects.filter(kind="resumed").count() == 1


def test_letters_that_the_reader_asks_for_still_come(reader, page, later):
    rest(page)
    later(hours=1)
    visitor().post("/newsletter/lost-link/", {"email": reader.address})
    sign_up(reader.address)
    link = confirm_link("other@example.org")
    assert visitor().get(link).status_code == 200
    assert mails_to(reader.address)[-1].letter == "newsletter-already-on-list"


def test_leaving_and_joining_anew_end_it(reader, page, later):
    rest(page)
    leave(reader, Occasion(at=timezone.now(), form="unsubscribe"))
    reader.refresh_from_db()
    assert reader.paused_until is None
    assert not pause(reader, "1-month", Occasion(at=timezone.now(), form="x"))
    later(days=1)
    visitor().post(confirm_link(reader.address))
    assert list(audience(make_issue())) == [reader]


def test_their_data_tell_of_it_and_erasure_takes_it(reader, page):
    rest(page)
    reader.refresh_from_db()
    until = reader.paused_until.isoformat()
    told = exporters.named("newsletter").run(reader.address)
    assert told["paused until"] == until
    assert next(iter(rows()))[-1] == until
    erasers.named("newsletter").run(reader.address)
    reader.refresh_from_db()
    assert reader.paused_until is None
