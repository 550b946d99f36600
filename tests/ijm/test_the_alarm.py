"""The keeper hears from the web process what is late, once a day and cause."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from ijm import alarm
from ijm.contributions import LateCheck, late_checks
from ijm.models import ChoreRun, Installation, OutgoingMail
from ijm.worker import turn
from tests.mailbox import free_port

KEEPER = "keeper@example.org"


@pytest.fixture(autouse=True)
def a_dead_worker(charity, settings, monkeypatch) -> None:
    settings.ALERT_EMAIL = KEEPER
    monkeypatch.setattr(alarm, "_next_look", 0.0)
    Installation.objects.update(created_at=timezone.now() - timedelta(hours=1))


def the_worker_lives(moment: datetime) -> None:
    """Every chore of the worker ended well at `moment`."""
    turn.lay_out_rows()
    ChoreRun.objects.exclude(name=alarm.ROW).update(finished_at=moment)


def test_it_is_mailed_by_any_request_though_no_worker_lives(client, smtp_sink) -> None:
    client.get("/healthz")
    arrived = smtp_sink.to(KEEPER)
    assert [mail["Subject"] for mail in arrived] == [
        "Needs you: The worker is not running: nothing gets done."
    ]


def test_a_day_of_the_same_trouble_is_one_mail(smtp_sink) -> None:
    now = timezone.now()
    for minutes in range(0, 60, 5):
        alarm.look(now + timedelta(minutes=minutes))
    assert len(smtp_sink.to(KEEPER)) <= 2  # two, if midnight lies in that hour
    alarm.look(now + timedelta(days=1, hours=2))
    assert len(smtp_sink.to(KEEPER)) in {2, 3}


def test_of_many_processes_one_looks_in_ten_minutes(smtp_sink) -> None:
    now = timezone.now()
    assert alarm._our_turn(now)
    assert not alarm._our_turn(now)
    assert not alarm._our_turn(now + timedelta(minutes=9))
    assert alarm._our_turn(now + timedelta(minutes=10))


def test_it_tries_again_when_the_mail_server_was_away(settings, request) -> None:
    settings.EMAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    now = timezone.now()
    assert alarm.look(now) == 0
    sink: Any = request.getfixturevalue("smtp_sink")
    assert alarm.look(now + timedelta(minutes=10)) == 1
    assert sink.to(KEEPER)


def subjects(sink: Any) -> list[str]:
    return [mail["Subject"] for mail in sink.to(KEEPER)]


def test_an_all_clear_follows_once(smtp_sink) -> None:
    now = timezone.now()
    alarm.look(now)
    for minutes in (60, 70, 80, 150):
        moment = now + timedelta(minutes=minutes)
        the_worker_lives(moment)
        alarm.look(moment)
    assert subjects(smtp_sink)[1:] == ["All clear: nothing is late any more"]


def test_whatever_comes_and_goes_is_one_mail_an_hour(smtp_sink, contribute) -> None:
    now, wrong = timezone.now(), []
    contribute(late_checks, LateCheck("odd", lambda now: wrong and wrong[-1] or None))
    for minutes in range(0, 180, 10):
        wrong.append(f"Odd {minutes}." if minutes % 20 else "")
        moment = now + timedelta(minutes=minutes)
        the_worker_lives(moment)
        alarm.look(moment)
    assert 2 <= len(subjects(smtp_sink)) <= 3


def test_all_that_is_late_is_in_one_mail(smtp_sink, contribute) -> None:
    contribute(late_checks, LateCheck("odd", lambda now: "Something is odd."))
    alarm.look(timezone.now())
    (arrived,) = smtp_sink.to(KEEPER)
    text = arrived.get_body(("plain",)).get_content()
    assert "The worker is not running" in text and "Something is odd." in text


def test_a_new_trouble_does_not_wait_for_tomorrow(smtp_sink, contribute) -> None:
    now = timezone.now()
    alarm.look(now)
    contribute(late_checks, LateCheck("odd", lambda now: "Something is odd."))
    alarm.look(now + timedelta(minutes=30))
    assert len(subjects(smtp_sink)) == 1
    alarm.look(now + timedelta(minutes=61))
    assert subjects(smtp_sink)[1] == "Needs you: Something is odd."


def test_what_could_not_go_is_overtaken_by_what_is_true_now(settings, request) -> None:
    sink: Any = request.getfixturevalue("smtp_sink")
    there, now = settings.EMAIL_URL, timezone.now()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    alarm.look(now)
    settings.EMAIL_URL = there
    moment = now + timedelta(minutes=10)
    the_worker_lives(moment)
    alarm.look(moment)
    assert subjects(sink) == []


def test_an_all_clear_that_could_not_go_is_tried_again(settings, smtp_sink) -> None:
    there, now = settings.EMAIL_URL, timezone.now()
    alarm.look(now)
    for minutes, road in ((61, f"smtp://127.0.0.1:{free_port()}"), (72, there)):
        settings.EMAIL_URL, moment = road, now + timedelta(minutes=minutes)
        the_worker_lives(moment)
        alarm.look(moment)
    assert subjects(smtp_sink)[1:] == ["All clear: nothing is late any more"]


def test_it_sends_nothing_else_that_waits(smtp_sink, welcome) -> None:
    OutgoingMail.objects.create(cause="c", letter="welcome", recipient="a@example.org")
    alarm.look(timezone.now())
    assert not smtp_sink.to("a@example.org")


def test_a_visitor_never_feels_its_trouble(client, settings, monkeypatch) -> None:
    settings.EMAIL_URL = "smtp://nowhere.invalid:1"
    assert client.get("/healthz").status_code == 200


def test_nor_any_other_mistake_in_it(client, monkeypatch) -> None:
    monkeypatch.setattr(alarm, "look", lambda now: 1 // 0)
    assert client.get("/healthz").content == b"ok\n"


def test_without_an_address_nobody_looks(client, settings, db) -> None:
    settings.ALERT_EMAIL = ""
    client.get("/healthz")
    assert not OutgoingMail.objects.exists()
