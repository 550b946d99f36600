"""Addresses are kept as long as there is a reason, and no longer."""

from django.db import connection
from django.utils import timezone

from ijm.contributions import erasers, exporters
from ijm.models import Link, OutgoingMail
from newsletter.forgetting import forget_departed, forget_unconfirmed
from newsletter.models import ConsentEvent, Enquiry, LapsedTally, Subscriber, Suppression
from tests.make_newsletter import confirm_link, join, sign_up, visitor

DAY = 24 * 3600


def test_nothing_stays_of_somebody_who_never_confirmed(db, time_machine):
    confirm_link("ghost@example.org")
    time_machine.shift(7 * DAY + 60)
    assert forget_unconfirmed(timezone.now()) == 1
    for model in (Subscriber, ConsentEvent, Enquiry, OutgoingMail, Link):
        assert not model.objects.exists()
    assert LapsedTally.objects.get().count == 1
    assert forget_unconfirmed(timezone.now()) == 0


def test_somebody_who_asked_again_lately_stays(db, time_machine):
    confirm_link("slow@example.org")
    time_machine.shift(6 * DAY)
    link = confirm_link("slow@example.org")
    time_machine.shift(2 * DAY)
    forget_unconfirmed(timezone.now())
    visitor().post(link)
    assert Subscriber.objects.get().is_on_the_list


def test_an_enquiry_nobody_answered_yet_is_not_forgotten(db, time_machine):
    sign_up("patient@example.org")
    time_machine.shift(8 * DAY)
    forget_unconfirmed(timezone.now())
    assert Enquiry.objects.count() == 1


def test_an_address_goes_four_weeks_after_its_owner(reader, time_machine):
    from newsletter.leaving import leave
    from newsletter.occasion import Occasion

    leave(reader, Occasion(at=timezone.now(), form="one-click"))
    time_machine.shift(27 * DAY)
    assert forget_departed(timezone.now()) == 0
    time_machine.shift(2 * DAY)
    assert forget_departed(timezone.now()) == 1
    reader.refresh_from_db()
    assert (reader.address, reader.identity) == ("", None)
    assert reader.evidence.count() == 3
    assert not OutgoingMail.objects.filter(recipient="reader@example.org").exists()
    assert Suppression.objects.against("reader@example.org").exists()


def test_readers_on_the_list_are_not_forgotten(reader, time_machine):
    time_machine.shift(400 * DAY)
    assert forget_departed(timezone.now()) == 0
    assert forget_unconfirmed(timezone.now()) == 0


def test_one_person_can_have_it_all(reader):
    data = exporters.named("newsletter").run("READER@example.org")
    assert data["address"] == "reader@example.org"
    assert [event["what"] for event in data["evidence"]] == [
        "asked to join",
        "confirmed",
    ]


def test_erasing_leaves_no_byte_of_the_address(reader):
    erasers.named("newsletter").run("reader@example.org")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_name ~ '^(newsletter|ijm)_' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            assert "reader@" not in repr(cursor.fetchall()), table
    assert Suppression.objects.against("reader@example.org").exists()


def test_an_erased_person_may_come_back_by_their_own_wish(reader, time_machine):
    erasers.named("newsletter").run("reader@example.org")
    time_machine.shift(DAY + 60)
    visitor().post(confirm_link("reader@example.org"))
    back = Subscriber.objects.get(identity="reader@example.org")
    assert back.is_on_the_list and back.pk != reader.pk
    assert not Suppression.objects.against("reader@example.org").exists()


def test_another_reader_is_untouched(reader):
    other = join("other@example.org")
    erasers.named("newsletter").run(reader.address)
    other.refresh_from_db()
    assert other.address == "other@example.org" and other.is_on_the_list
