"""A statement composed once asks what its queryset asks."""

import pytest

from ijm.models import OutgoingMail, StaffMember
from ijm.prepared import IsAmong, Prepared

pytestmark = pytest.mark.django_db
AMONG = Prepared(lambda ids: StaffMember.objects.filter(IsAmong(ids)), ids=[0])
AFTER = Prepared(
    lambda size: StaffMember.objects.filter(full_name__contains="50%", pk__gt=size),
    size=-7,
)


def hired(name: str) -> StaffMember:
    return StaffMember.objects.create_user(f"{name[0]}@example.org", full_name=name)


def test_rows_are_rows_of_the_model(django_assert_num_queries):
    wen = hired("Wen")
    [found] = AMONG.rows(ids=[wen.pk])
    assert found == wen and found.date_joined == wen.date_joined
    with django_assert_num_queries(1):
        assert AMONG.rows(ids=[wen.pk, 0]) == [wen]


def test_any_number_of_ids_fits():
    people = [hired(name) for name in ("Wen", "Sol", "Noor")]
    assert len(AMONG.rows(ids=[each.pk for each in people[:2]])) == 2
    assert AMONG.rows(ids=[]) == []


def test_constants_and_percent_signs_stay_what_they_are():
    hired("A 50% post")
    assert len(AFTER.rows(size=0)) == 1
    assert AFTER.rows(size=10**9) == []


def test_columns_left_out_are_deferred():
    wen = hired("Wen")
    few = Prepared(lambda pk: StaffMember.objects.filter(pk=pk).only("email"), pk=-7)
    [found] = few.rows(pk=wen.pk)
    assert "full_name" in found.get_deferred_fields()
    assert (found.email, found.full_name) == (wen.email, "Wen")


def test_columns_of_json_are_read():
    mail = OutgoingMail.objects.create(letter="x", extra={"a": [1]})
    found = Prepared(lambda ids: OutgoingMail.objects.filter(IsAmong(ids)), ids=[0])
    assert found.rows(ids=[mail.pk])[0].extra == {"a": [1]}
