"""Prometheus reads sums at /metrics, with a token; nobody else finds the page."""

import os
import re
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ijm import answered, metrics
from ijm.models import ChoreRun, Installation, OutgoingMail
from ijm.worker import turn
from tests.make_donations import make_donor, make_payment, make_running_pledge

TOKEN = "a-token-that-only-prometheus-knows"
LINE = re.compile(r'(ijm_[a-z_]+)(?:\{((?:[a-z]+="[^"]*",?)+)\})? (-?[\d.e+]+)\Z')


@pytest.fixture
def asked(charity, settings, tmp_path, monkeypatch):
    """Every figure by its name and labels, as somebody with the token reads them."""
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(answered, "_counter", answered.Counter(tmp_path / "counted"))
    Installation.objects.update(created_at=timezone.now() - timedelta(days=1))
    turn.lay_out_rows()
    ChoreRun.objects.update(finished_at=timezone.now())

    def ask() -> dict[str, float]:
        answer = Client().get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
        assert "no-store" in answer["Cache-Control"] and not answer.cookies
        found = {}
        for line in answer.content.decode().splitlines():
            if not line.startswith("# "):
                name, labels, value = LINE.match(line).groups()
                found[f"{name}{{{labels}}}" if labels else name] = float(value)
        return found

    return ask


@pytest.mark.parametrize("shown", ["", "Bearer ", f"Bearer {TOKEN}x", TOKEN, "é"])
def test_without_the_token_there_is_no_such_page(asked, shown) -> None:
    answer = Client().get("/metrics", headers={"authorization": shown})
    assert answer.status_code == 404


def test_without_one_in_the_settings_nobody_has_it(settings, charity) -> None:
    settings.METRICS_TOKEN = ""
    for shown in ("", "Bearer "):
        answer = Client().get("/metrics", headers={"authorization": shown})
        assert answer.status_code == 404


def test_each_lane_says_how_late_it_is(asked) -> None:
    assert all(asked()[f'ijm_lane_late_seconds{{lane="{n}"}}'] == 0 for n in turn.LANES)
    hour_ago = timezone.now() - timedelta(hours=1)
    ChoreRun.objects.filter(name="collect").update(finished_at=hour_ago)
    found = asked()
    assert found['ijm_lane_late_seconds{lane="money"}'] == pytest.approx(3540, abs=5)
    assert found['ijm_lane_late_seconds{lane="mail"}'] == 0


def test_it_says_how_many_letters_wait_and_how_long(asked) -> None:
    ago = timezone.now() - timedelta(minutes=7)
    for number, state in enumerate(("waiting", "sending", "failed")):
        OutgoingMail.objects.create(
            cause=f"{number}", letter="welcome", state=state, created_at=ago
        )
    found = asked()
    assert found['ijm_outbox_mails{state="waiting"}'] == 2
    assert found['ijm_outbox_mails{state="failed"}'] == 1
    assert found["ijm_outbox_oldest_seconds"] == pytest.approx(420, abs=5)


def test_it_says_which_money_wants_a_look(asked) -> None:
    found = asked()
    assert found["ijm_instalments_not_attempted"] == found["ijm_payments_unknown"] == 0
    pledge = make_running_pledge()
    late = timezone.now() - timedelta(days=3)
    both = pledge.instalments.update(next_attempt_on=late, due_on=late)
    make_payment(make_donor(email="b@example.org"), state="unknown")
    found = asked()
    assert found["ijm_instalments_not_attempted"] == both == 2
    assert found["ijm_payments_unknown"] == 1


def test_it_costs_few_queries(asked, django_assert_num_queries) -> None:
    asked()
    with django_assert_num_queries(9):
        metrics.written(timezone.now())


def test_answers_are_counted_by_status(asked, client) -> None:
    def application(environ, start_response):
        start_response(environ["status"], [])
        return [b""]

    counting = answered.counting(application)
    for status in ("200 OK", "200 OK", "404 Not Found"):
        assert counting({"status": status}, lambda *_: None) == [b""]
    found = asked()
    assert found['ijm_requests_total{status="200"}'] == 2
    assert found['ijm_requests_total{status="404"}'] == 1


def test_where_no_token_is_nothing_is_counted(settings) -> None:
    settings.METRICS_TOKEN = ""
    assert answered.counting(test_it_costs_few_queries) is test_it_costs_few_queries


COUNT_AND_WAIT = """
import sys, time
from pathlib import Path
from ijm.answered import Counter
counter = Counter(Path(sys.argv[1]))
for _ in range(1000):
    counter.add(200)
print("counted", flush=True)
time.sleep(60)
"""


def test_no_sum_falls_when_a_process_ends(tmp_path) -> None:
    """Two at once, both killed; whoever comes next goes on from their rows."""
    path = tmp_path / "counted"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT_AND_WAIT, str(path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    try:
        assert [each.stdout.readline() for each in both] == ["counted\n"] * 2
        ours = answered.Counter(path)
        assert dict(ours.counted()) == {200: 2000}
    finally:
        for each in both:
            os.kill(each.pid, signal.SIGKILL)
            each.wait()
    ours.add(200)
    assert dict(ours.counted()) == {200: 2001}


def test_a_file_that_leads_elsewhere_is_not_followed(tmp_path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / "counted").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        answered.Counter(tmp_path / "counted")
