"""A server that refuses, stalls or hangs up costs nobody a mail, nor a second one."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.models import Issue, Subscriber
from newsletter.sending import smtp_talk
from newsletter.sending.slice import send_issues
from tests.make_issues import make_issue, make_many_readers, make_rules, make_under_way
from tests.sink import SinkHere

pytestmark = pytest.mark.django_db
READERS = 6


@pytest.fixture
def issue(charity, sink: SinkHere) -> Issue:
    make_rules()
    make_many_readers(READERS)
    return make_under_way(make_issue())


def reader(number: int) -> str:
    return f"reader{number}@many.example.org"


def send(issue: Issue) -> dict[str, int]:
    """One slice, and how the deliveries stand after it."""
    send_issues(timezone.now())
    issue.refresh_from_db()
    return dict(Counter(issue.deliveries.values_list("state", flat=True)))


def later(issue: Issue) -> dict[str, int]:
    """The same once every wait is over."""
    Issue.objects.update(quiet_until=None)
    issue.deliveries.update(next_try_at=None)
    return send(issue)


def everybody_has_it_once(issue: Issue, sink: SinkHere) -> None:
    assert issue.state == "sent"
    assert sorted(sink.recipients) == sorted(reader(n) for n in range(1, READERS + 1))


def test_a_server_that_is_busy_is_given_time(issue, sink) -> None:
    """421 at the door: about us, not about any reader."""
    sink.behaviour.greeting = b"421 4.3.2 too busy, come back\r\n"
    assert send(issue) == {"pending": READERS}
    assert issue.state == "sending"
    assert timezone.now() < issue.quiet_until < timezone.now() + timedelta(minutes=2)
    sink.behaviour.greeting = b"220 sink ESMTP\r\n"
    assert later(issue) == {"sent": READERS}
    everybody_has_it_once(issue, sink)


def test_a_server_that_had_enough_for_now_is_given_time(issue, sink) -> None:
    sink.behaviour.refuse[reader(3)] = "421 4.7.0 too many mails, slow down"
    send(issue)
    assert issue.state == "sending" and issue.quiet_until
    row = issue.deliveries.get(subscriber__identity=reader(3))
    assert (row.state, row.attempts) == ("pending", 0), "no try of the reader's"
    sink.behaviour.refuse.clear()
    assert later(issue) == {"sent": READERS}
    everybody_has_it_once(issue, sink)


def test_one_that_stays_busy_wakes_a_person_in_the_end(issue, sink) -> None:
    sink.behaviour.greeting = b"421 4.3.2 too busy, come back\r\n"
    for _time in range(7):
        later(issue)
    assert issue.state == "paused"
    assert "4.3.2" in issue.pause_reason


def test_a_message_put_off_is_tried_again_for_its_reader_alone(issue, sink) -> None:
    sink.behaviour.refuse_content[reader(2)] = "451 4.3.0 cannot keep it now"
    assert send(issue) == {"pending": 1, "sent": READERS - 1}
    assert issue.deliveries.get(state="pending").next_try_at > timezone.now()
    sink.behaviour.refuse_content.clear()
    assert later(issue) == {"sent": READERS}
    everybody_has_it_once(issue, sink)


def test_a_line_cut_before_the_final_dot_is_not_repeated(issue, sink) -> None:
    """The bytes had left, so nobody can know: visible, and nobody gets it twice."""
    sink.behaviour.drop_before_dot = {reader(4)}
    send(issue)
    sink.behaviour.drop_before_dot = set()
    assert later(issue) == {"sent": READERS - 1, "unknown": 1}
    assert issue.state == "sent"
    assert reader(4) not in sink.recipients


def test_silence_after_the_final_dot_becomes_unknown(issue, sink, monkeypatch) -> None:
    monkeypatch.setattr(smtp_talk, "AFTER_CONTENT", 0.3)
    sink.behaviour.stall = {reader(5)}
    assert send(issue) == {"sent": READERS - 1, "unknown": 1}
    assert later(issue) == {"sent": READERS - 1, "unknown": 1}
    assert Subscriber.objects.get(identity=reader(5)).is_on_the_list
