"""Outside a transaction the server plans a statement once for each connection."""

import pytest
from django.db import connection

from ijm import prepared
from ijm.models import StaffMember
from ijm.prepared import IsAmong, Prepared

pytestmark = pytest.mark.django_db(transaction=True)
AMONG = Prepared(
    lambda ids, most: StaffMember.objects.filter(
        IsAmong(ids), full_name__contains="50%", pk__lt=most
    ),
    ids=[0],
    most=-7,
)


@pytest.fixture(autouse=True)
def no_pooler(monkeypatch):
    monkeypatch.setattr(prepared, "_pooled", False)


def plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


@pytest.fixture
def half() -> StaffMember:
    return StaffMember.objects.create_user("h@example.org", full_name="A 50% post")


def test_it_is_prepared_once(half, django_assert_num_queries):
    before = plans()
    with django_assert_num_queries(2):
        assert AMONG.rows(ids=[half.pk], most=10**9) == [half]
        assert AMONG.rows(ids=[0, -1], most=10**9) == []
    assert AMONG.rows(ids=[half.pk], most=half.pk) == []
    assert plans() == before + 1


def test_a_new_connection_prepares_anew(half):
    AMONG.rows(ids=[half.pk], most=10**9)
    connection.close()
    assert AMONG.rows(ids=[half.pk], most=10**9) == [half]


def test_behind_a_pooler_it_stops_preparing(half):
    """One that gave this client another server's connection, which has no plans."""
    AMONG.rows(ids=[half.pk], most=10**9)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert AMONG.rows(ids=[half.pk], most=10**9) == [half]
    assert AMONG.rows(ids=[half.pk], most=10**9) == [half]
    assert plans() == 0


def test_what_another_client_of_a_pooler_prepared_serves_as_well(half):
    AMONG.rows(ids=[half.pk], most=10**9)
    prepared._at_hand.clear()
    assert AMONG.rows(ids=[half.pk], most=10**9) == [half]
    assert prepared._pooled is False
