"""One chore, one turn: claimed by lease, fenced, recorded, never in anybody's way."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from ijm.contributions import Chore, chores
from ijm.models import ChoreRun, StaffMember
from ijm.worker import turn

NOW = timezone.now()


@pytest.fixture
def only(monkeypatch, db) -> Callable[..., None]:
    """`only(chore, …)`: the house has these chores and no others."""

    def have(*mine: Chore) -> None:
        monkeypatch.setattr(chores, "_items", {chore.name: chore for chore in mine})
        turn.lay_out_rows()

    return have


def chore(
    name: str, run: Any = lambda now: 0, lane: Any = "bulk", every: float = 60
) -> Chore:
    return Chore(name, lane, every, run)


def soon(seconds: float = 1) -> datetime:
    return timezone.now() + timedelta(seconds=seconds)


def turn_now(lane: Any = "bulk", at: datetime | None = None) -> str | None:
    claimed = turn.claim_next(lane, at or soon())
    if claimed:
        turn.take(claimed, soon())
    return claimed and claimed.chore.name


def test_each_contributed_chore_has_a_row_in_its_lane(only) -> None:
    only(chore("a"), chore("b", lane="mail"))
    only(chore("a", lane="money"), chore("b", lane="mail"))
    assert set(ChoreRun.objects.values_list("name", "lane")) == {
        ("a", "money"),
        ("b", "mail"),
    }


def test_a_good_end_is_recorded_with_its_figure(only) -> None:
    only(chore("a", lambda now: 7, lane="safety"))
    assert turn_now("safety") == "a"
    run = ChoreRun.objects.get()
    assert (run.figure, run.error, run.holder, run.lease_until) == (7, "", "", None)
    assert run.finished_at
    assert run.due_at == run.finished_at + timedelta(seconds=60)
    assert turn_now("safety") is None


def test_it_is_given_the_moment_its_round_began(only) -> None:
    given: list[datetime] = []
    only(chore("a", lambda now: given.append(now) or 0))
    claimed = turn.claim_next("bulk", soon())
    turn.take(claimed, NOW)
    assert given == [NOW]


def test_a_lane_leaves_other_lanes_alone(only) -> None:
    only(chore("a", lane="mail"))
    assert turn_now("money") is None


@pytest.mark.parametrize(
    ("lane", "seconds"), [("safety", 20), ("mail", 60), ("bulk", 60)]
)
def test_who_holds_it_holds_it_for_a_lease(only, lane, seconds) -> None:
    only(chore("a", lane=lane))
    now = soon()
    first = turn.claim_next(lane, now)
    assert first
    assert turn.claim_next(lane, now + timedelta(seconds=seconds)) is None
    assert turn.claim_next(lane, now + timedelta(seconds=seconds + 1))


def test_who_ends_after_the_lease_notes_nothing(only) -> None:
    only(chore("a", lambda now: 1))
    slow = turn.claim_next("bulk", soon())
    quick = turn.claim_next("bulk", soon(90))
    turn.take(slow, soon())
    assert ChoreRun.objects.get().holder == quick.holder
    turn.take(quick, soon())
    assert ChoreRun.objects.get().holder == ""


@pytest.mark.parametrize("lane", ["mail", "money", "bulk"])
def test_more_to_do_means_again_at_once_but_after_others(only, lane) -> None:
    only(
        chore("greedy", lambda now: 20, lane=lane),
        chore("modest", lane=lane),
    )
    order = [turn_now(lane, soon(number)) for number in range(1, 5)]
    assert order == ["greedy", "modest", "greedy", "greedy"]


def test_a_figure_of_the_safety_lane_does_not_mean_more(only) -> None:
    only(chore("a", lambda now: 20, lane="safety"))
    assert [turn_now("safety"), turn_now("safety")] == ["a", None]


def test_an_error_is_recorded_and_stops_nobody(only) -> None:
    only(chore("a", lambda now: 1 // 0), chore("b"))
    assert [turn_now(), turn_now()] == ["a", "b"]
    run = ChoreRun.objects.get(name="a")
    assert run.error.startswith("ZeroDivisionError: integer division or modulo by zero")
    assert "test_chores_and_their_turns.py:" in run.error
    assert (run.failures, run.holder, run.finished_at) == (1, "", None)
    assert turn_now() is None


def test_an_error_forgets_whom_it_was_about(only, caplog) -> None:
    def run(now: datetime) -> int:
        StaffMember.objects.create(email="amara@example.org")
        raise IntegrityError("twice: amara@example.org\nDETAIL: Key (name)=(Amara Doe)")

    only(chore("a", run))
    turn_now()
    for record in (ChoreRun.objects.get().error, caplog.text):
        assert "IntegrityError: twice: …" in record
        assert "Amara Doe" not in record
        assert "amara@" not in record


def test_each_failure_waits_longer_and_a_good_end_forgets_them(only) -> None:
    waits = [
        turn.back_off(chore("a", every=1), n).total_seconds() for n in (1, 2, 3, 40)
    ]
    assert waits == [2, 4, 8, 300]
    assert turn.back_off(chore("a", lane="safety", every=1), 40).total_seconds() == 20
    assert turn.back_off(chore("a", every=3600), 3).total_seconds() == 3600
    answers = iter([ValueError("no"), 0])

    def run(now: datetime) -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    only(chore("a", run))
    turn_now()
    assert turn_now(at=soon(600)) == "a"
    assert (ChoreRun.objects.get().failures, ChoreRun.objects.get().error) == (0, "")


def test_a_chore_may_be_claimed_by_name_before_it_is_due(only) -> None:
    only(chore("a"))
    turn_now()
    claimed = turn.claim_by_name("a", soon())
    assert claimed
    assert turn.claim_by_name("a", soon()) is None


def _winners(claim: Callable[[], bool]) -> int:
    """How many of six threads win a claim, all set off together."""
    won: list[bool] = []
    start = threading.Barrier(6)

    def compete() -> None:
        start.wait()
        won.append(claim())
        connection.close()

    threads = [threading.Thread(target=compete) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(won)


@pytest.mark.django_db(transaction=True)
def test_of_many_that_claim_at_once_one_wins(only) -> None:
    only(chore("a"))
    now = soon()
    assert _winners(lambda: turn.claim_next("bulk", now) is not None) == 1


@pytest.mark.django_db(transaction=True)
def test_control_looking_first_and_writing_then_has_many_winners(only) -> None:
    only(chore("a"))
    looked = threading.Barrier(6)

    def look_then_write() -> bool:
        run = ChoreRun.objects.get(name="a")
        looked.wait()
        if run.lease_until is None:
            run.change(holder="me", lease_until=soon(60))
            return True
        return False

    assert _winners(look_then_write) > 1
