"""The keeper hears from the web process what is late, once a day and cause."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ijm import alarm
from ijm.models import Installation, OutgoingMail
from tests.mailbox import free_port

KEEPER = "keeper@example.org"


@pytest.fixture(autouse=True)
def a_dead_worker(charity, settings, monkeypatch) -> None:
    settings.ALERT_EMAIL = KEEPER
    monkeypatch.setattr(alarm, "_next_look", 0.0)
    Installation.objects.update(created_at=timezone.now() - timedelta(hours=1))


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


def test_it_sends_nothing_else_that_waits(smtp_sink, welcome) -> None:
    OutgoingMail.objects.create(cause="c", letter="welcome", recipient="a@example.org")
    alarm.look(timezone.now())
    assert not smtp_sink.to("a@example.org")


def test_a_visitor_never_feels_its_trouble(client, settings, monkeypatch) -> None:
    settings.EMAIL_URL = "smtp://nowhere.invalid:1"
    assert client.get("/healthz").status_code == 200


def test_without_an_address_nobody_looks(client, settings, db) -> None:
    settings.ALERT_EMAIL = ""
    client.get("/healthz")
    assert not OutgoingMail.objects.exists()
