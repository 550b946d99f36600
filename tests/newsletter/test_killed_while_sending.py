"""kill -9 at any moment while sending: nobody twice, nobody lost, the rest is said.

A short form of `python -m tests.bench kills`, which takes 20 kills and 40,000 readers.
"""

import pytest

from tests.kills import killed_while_sending

pytestmark = pytest.mark.django_db(transaction=True)


def test_nobody_gets_it_twice_and_nobody_is_lost(charity) -> None:
    found = killed_while_sending(readers=3_000, kills=4, seed=7)
    assert found.kills == 4
    assert found.twice == 0
    assert found.lost == 0
    assert found.unknown <= found.in_flight_at_most * found.kills


def test_the_control_that_simply_tries_again_sends_twice(charity) -> None:
    found = killed_while_sending(readers=3_000, kills=4, seed=7, naive=True)
    assert found.twice > 0
