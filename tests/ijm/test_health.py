"""What the house says of itself, and to whom."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from ijm import health
from ijm.contributions import LateCheck, chores, late_checks
from ijm.models import ChoreRun, Installation, OutgoingMail
from ijm.worker import turn

HOUR = timedelta(hours=1)


@pytest.fixture
def all_done(db) -> None:
    """A worker has just done everything."""
    turn.lay_out_rows()
    ChoreRun.objects.update(finished_at=timezone.now())


def failed_mail() -> OutgoingMail:
    return OutgoingMail.objects.create(
        cause="c", letter="welcome", recipient="amara@example.org", state="failed"
    )


def test_alive_asks_nothing_of_the_database(client) -> None:
    response = client.get("/healthz")  # without the db fixture a query would raise
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/readyz?strict=1"])
def test_it_is_never_cached_and_sets_no_cookie(path: str, client, all_done) -> None:
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert client.post(path).status_code == 405


def test_ready_when_everything_is_in_time(client, all_done) -> None:
    for path in ("/readyz", "/readyz?strict=1"):
        response = client.get(path)
        assert response.status_code == 200
        assert response.json() == {"ready": True, "problem": None, "late": []}


def test_late_things_are_listed_but_only_strictness_makes_them_503(
    client, all_done
) -> None:
    failed_mail()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["late"] == ["1 mail could not be delivered since yesterday."]
    assert client.get("/readyz?strict=1").status_code == 503
    assert "amara" not in json.dumps(response.json())


def test_without_its_database_it_is_not_ready(client, db, monkeypatch) -> None:
    def away(_recorder: Any) -> Any:
        raise OperationalError("no route to 10.0.0.7")

    monkeypatch.setattr(health.MigrationRecorder, "applied_migrations", away)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["problem"] == "The database does not answer."


def test_an_unapplied_migration_is_named(client, all_done, monkeypatch) -> None:
    health.broken()
    monkeypatch.setattr(health, "_known", health._known | {("ijm", "0999_next")})
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["problem"] == "Migrations are not applied: ijm.0999_next."


@pytest.mark.parametrize(
    ("every", "ended", "late"),
    [
        (1, 59, False),
        (1, 61, True),
        (60, 179, False),
        (60, 181, True),
        (3600, 181, False),
    ],
)
def test_late_is_three_intervals_or_a_minute(every, ended, late) -> None:
    now = timezone.now()
    run = ChoreRun(name="a", finished_at=now - timedelta(seconds=ended))
    chore = chores.named("send-mail").__class__("a", "bulk", every, lambda now: 0)
    assert health.is_late(chore, run, now - HOUR, now) is late


def test_a_worker_that_never_started_is_late_after_a_minute(db) -> None:
    installed = Installation.objects.get().created_at
    assert health.late_things(installed + timedelta(seconds=59)) == []
    assert health.late_things(installed + timedelta(seconds=61)) == [
        "The worker is not running: nothing gets done."
    ]


def test_one_late_chore_is_named(all_done) -> None:
    late = timezone.now() - timedelta(hours=5)
    ChoreRun.objects.filter(name="forget-dead-links").update(finished_at=late)
    assert health.late_things(timezone.now()) == [
        "“Forget links” last ended well 5\xa0hours ago."
    ]


def test_each_late_check_is_heard_even_beside_a_broken_one(
    all_done, contribute
) -> None:
    def broken(now: Any) -> str:
        raise ValueError("amara@example.org")

    contribute(late_checks, LateCheck("broken", broken))
    contribute(late_checks, LateCheck("calm", lambda now: None))
    contribute(late_checks, LateCheck("slow", lambda now: "Two stories are late."))
    assert health.late_things(timezone.now()) == [
        "The check “broken” itself fails.",
        "Two stories are late.",
    ]


def test_old_failures_stop_being_news(all_done) -> None:
    failed_mail()
    assert health.late_things(timezone.now())
    OutgoingMail.objects.update(next_try_at=timezone.now() - timedelta(days=2))
    assert health.late_things(timezone.now()) == []
