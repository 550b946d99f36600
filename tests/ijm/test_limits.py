"""Counting tries: exact under pressure, forgetful in time, blind to who it was."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from ijm import limits
from ijm.chores import forget_old_limits
from ijm.models import Limit

HOUR = timedelta(hours=1)


def test_so_many_and_no_more(db) -> None:
    answers = [limits.allow("sign-up", "a@example.org", 3, HOUR) for _ in range(5)]
    assert answers == [True, True, True, False, False]


def test_each_scope_and_each_person_counts_alone(db) -> None:
    for scope, who in [("a", "x"), ("a", "y"), ("b", "x")]:
        assert limits.allow(scope, who, 1, HOUR)
    assert not limits.allow("a", "x", 1, HOUR)


def test_a_window_that_ended_begins_afresh(db) -> None:
    limits.allow("a", "x", 1, HOUR)
    Limit.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert limits.allow("a", "x", 1, HOUR)
    assert Limit.objects.get().until > timezone.now() + timedelta(minutes=59)


def test_it_does_not_know_who_it_counted(db) -> None:
    limits.allow("sign-up", "amara@example.org", 3, HOUR)
    assert b"amara" not in bytes(Limit.objects.get().key)


@pytest.mark.django_db(transaction=True)
def test_a_crowd_gets_exactly_as_many_as_allowed() -> None:
    answers: list[bool] = []

    def hammer() -> None:
        answers.extend(limits.allow("a", "x", 20, HOUR) for _ in range(25))
        connection.close()

    threads = [threading.Thread(target=hammer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(answers) == 20


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_a_household_is_one_network(address: str, network: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert limits.client_network(request) == network


def test_old_counters_are_forgotten(db) -> None:
    limits.allow("a", "x", 1, HOUR)
    assert forget_old_limits(timezone.now()) == 0
    assert forget_old_limits(timezone.now() + 2 * HOUR) == 1
