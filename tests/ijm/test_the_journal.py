"""The journal lies outside the database, holds no name, and survives a crash."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ijm import erasing, identity, journal
from ijm.models import Installation, JournalEntry
from newsletter.leaving import leave
from newsletter.models import Subscriber, Subscription, Suppression
from newsletter.occasion import Occasion
from tests.make_newsletter import join

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, db) -> None:
    settings.BACKUP_DIR = tmp_path
    identity.record_installation()


def lines() -> str:
    return "".join(path.read_text() for path in journal.folder().glob("*.jsonl"))


def lost() -> None:
    """The database is that of an hour ago, when nothing of this had happened."""
    JournalEntry.objects.all().delete()


def test_what_is_noted_goes_to_the_disk_once():
    erasing.erase("amara@example.org")
    assert journal.write(NOW) > 0
    assert journal.write(NOW) == 0
    assert lines().count("person-erased") == 1


def test_it_names_nobody():
    join("amara@example.org")
    erasing.erase("amara@example.org")
    journal.write(NOW)
    assert "amara" not in lines()
    assert "example.org" not in lines()


def test_what_this_database_knows_is_not_done_again():
    erasing.erase("amara@example.org")
    journal.write(NOW)
    assert list(journal.since(NOW)) == []
    lost()
    kinds = {entry.kind for entry in journal.since(NOW - timedelta(hours=1))}
    assert "person-erased" in kinds


def test_a_line_that_a_crash_cut_off_spoils_no_other():
    erasing.erase("amara@example.org")
    journal.write(NOW)
    (path,) = journal.folder().glob("*.jsonl")
    path.write_text(path.read_text() + '{"id": "cut o')
    erasing.erase("ben@example.org")
    journal.write(NOW)
    lost()
    found = [each.kind for each in journal.since(NOW - timedelta(hours=1))]
    assert found.count("person-erased") == 2


def test_lines_of_another_installation_are_not_ours():
    """The demo begun afresh, or a second site with the same folder."""
    erasing.erase("amara@example.org")
    journal.write(NOW)
    lost()
    Installation.objects.update(created_at=NOW - timedelta(days=300))
    assert list(journal.since(NOW - timedelta(hours=1))) == []


def test_an_unknown_kind_cannot_be_noted():
    with pytest.raises(KeyError):
        journal.note("no such kind")


def test_who_is_erased_again_is_found_by_no_address_of_the_journal():
    erasing.erase("Amara@example.org")
    (entry,) = JournalEntry.objects.filter(kind="person-erased")
    join("amara@example.org")
    erasing.erase_again(entry.what, NOW)
    assert not Subscriber.objects.filter(address="amara@example.org").exists()


def test_who_left_leaves_again_and_stays_suppressed(charity):
    reader = join("amara@example.org")
    leave(reader, Occasion(timezone.now(), "page"))
    entries = list(JournalEntry.objects.exclude(kind="mailed"))
    Suppression.objects.all().delete()
    Subscription.objects.filter(subscriber=reader).update(
        ended_at=None, ended_reason=""
    )
    for entry in entries:
        journal.replays.named(entry.kind).run(entry.what, entry.at)
    assert not reader.is_on_the_list
    assert Suppression.objects.against("amara@example.org").exists()


def test_rows_go_when_their_lines_are_old_enough():
    erasing.erase("amara@example.org")
    journal.write(NOW)
    assert journal.forget_written(NOW) == 0
    assert journal.forget_written(NOW + timedelta(days=8)) > 0
