"""Whose database this is, asked before anything is served or sent."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from ijm import identity, keyed_hash
from ijm.models import Installation


def test_the_first_migration_writes_it_down(db) -> None:
    found = Installation.objects.get()
    assert found.made_by_mode == "test"
    assert found.pepper_fingerprint == keyed_hash.fingerprint()
    assert identity.is_ours()
    assert identity.wrong_installation() is None


def test_later_migrations_leave_it_as_it_was(db, settings) -> None:
    settings.INSTALLATION_ID = "moved"
    identity.record_installation()
    assert not identity.is_ours()


def test_a_database_nobody_wrote_in_is_nobody_s(db) -> None:
    Installation.objects.all().delete()
    assert not identity.is_ours()
    assert identity.wrong_installation() is None


def test_another_pepper_refuses_to_start(db, settings) -> None:
    settings.HASH_PEPPER = "another"
    with pytest.raises(ImproperlyConfigured, match="HASH_PEPPER"):
        identity.refuse_a_wrong_installation()


def test_production_refuses_what_the_demo_made(db, settings) -> None:
    settings.PRODUCTION = True
    Installation.objects.update(made_by_mode="demo")
    with pytest.raises(ImproperlyConfigured, match="made by MODE=demo"):
        identity.refuse_a_wrong_installation()


@pytest.mark.django_db(transaction=True)
def test_a_database_before_its_first_migration_passes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ijm_installation RENAME TO elsewhere")
    try:
        assert identity.wrong_installation() is None
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO ijm_installation")


def test_keyed_hashes_are_apart_for_each_purpose_and_pepper(settings) -> None:
    one = keyed_hash.digest("amara", "limits")
    assert len(one) == 32
    assert one == keyed_hash.digest("amara", "limits")
    assert one != keyed_hash.digest("amara", "suppression")
    settings.HASH_PEPPER = "another"
    assert one != keyed_hash.digest("amara", "limits")
