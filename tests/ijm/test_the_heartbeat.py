"""The watcher outside hears from the worker while all lanes are in time, no longer."""

from collections.abc import Iterator
from datetime import timedelta
from time import monotonic

import pytest
from django.utils import timezone

from ijm import heartbeat
from ijm.contributions import Chore
from ijm.models import ChoreRun, Installation
from ijm.worker import turn
from tests.elsewhere import Elsewhere, drip, somebody

PATH = "/ping/a-key-of-the-watcher"


@pytest.fixture
def watcher(charity, settings) -> Iterator[Elsewhere]:
    """Who is told; and a worker all of whose chores ended well a moment ago."""
    Installation.objects.update(created_at=timezone.now() - timedelta(days=1))
    turn.lay_out_rows()
    ChoreRun.objects.update(finished_at=timezone.now())
    with somebody() as site:
        settings.HEARTBEAT_URL = site.at(PATH)
        yield site


def test_it_is_told_while_all_is_in_time(watcher) -> None:
    assert heartbeat.beat(timezone.now()) == 0
    assert watcher.asked == [("POST", PATH)]
    assert watcher.agents == {"heartbeat"}


@pytest.mark.parametrize("lane", turn.LANES)
def test_one_lane_that_is_late_is_silence(watcher, lane) -> None:
    long_ago = timezone.now() - timedelta(days=30)
    ChoreRun.objects.filter(lane=lane).update(finished_at=long_ago)
    heartbeat.beat(timezone.now())
    assert watcher.asked == []


def test_no_redirect_is_followed(watcher) -> None:
    watcher.answers[PATH] = watcher.at("/elsewhere")
    with pytest.raises(heartbeat.Unheard, match="^HTTPError 302$"):
        heartbeat.beat(timezone.now())
    assert watcher.asked == [("POST", PATH)]


def test_a_watcher_that_drips_does_not_hold_the_lane(watcher, monkeypatch) -> None:
    monkeypatch.setattr(heartbeat, "PATIENCE", 0.3)
    watcher.answers[PATH] = drip
    began = monotonic()
    with pytest.raises(heartbeat.Unheard, match="no answer in time"):
        heartbeat.beat(timezone.now())
    assert monotonic() - began < 2


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/a-key", "http://host:a-key/", "a-key"]
)
def test_its_failure_is_a_note_without_the_address(
    watcher, settings, contribute, address, caplog
) -> None:
    settings.HEARTBEAT_URL = address
    chore = Chore(heartbeat.NAME, "bulk", 60, heartbeat.beat)
    contribute(turn.chores, chore)
    turn.lay_out_rows()
    claimed = turn.claim_by_name(heartbeat.NAME, timezone.now())
    assert claimed and not turn.take(claimed, timezone.now())
    error = ChoreRun.objects.get(name=heartbeat.NAME).error
    assert "Unheard" in error and "a-key" not in error + caplog.text


def test_that_it_was_unheard_does_not_keep_it_silent(watcher, contribute) -> None:
    contribute(turn.chores, Chore(heartbeat.NAME, "bulk", 60, heartbeat.beat))
    turn.lay_out_rows()
    heartbeat.beat(timezone.now())
    assert watcher.asked
