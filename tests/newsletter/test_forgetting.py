"""Addresses are kept as long as there is a reason, and no longer."""

import io
import json

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from ijm import erasing
from ijm.contributions import erasers, exporters
from ijm.models import Link, OutgoingMail
from newsletter.forgetting import forget_departed, forget_unconfirmed
from newsletter.leaving import leave
from newsletter.models import (
    ConsentEvent,
    Enquiry,
    LapsedTally,
    Subscriber,
    Suppression,
)
from newsletter.moving_in import taking_in
from newsletter.occasion import Occasion
from tests.make_newsletter import confirm_link, join, sign_up, visitor


def test_nothing_stays_of_somebody_who_never_confirmed(later):
    confirm_link("ghost@example.org")
    later(days=7, minutes=1)
    assert forget_unconfirmed(timezone.now()) == 1
    for model in (Subscriber, ConsentEvent, Enquiry, OutgoingMail, Link):
        assert not model.objects.exists()
    assert LapsedTally.objects.get().count == 1
    assert forget_unconfirmed(timezone.now()) == 0


def test_somebody_who_asked_again_lately_stays(later):
    confirm_link("slow@example.org")
    later(days=6)
    link = confirm_link("slow@example.org")
    later(days=2)
    forget_unconfirmed(timezone.now())
    visitor().post(link)
    assert Subscriber.objects.get().is_on_the_list


def test_an_enquiry_nobody_answered_yet_is_not_forgotten(later):
    sign_up("patient@example.org")
    later(days=8)
    forget_unconfirmed(timezone.now())
    assert Enquiry.objects.count() == 1


def test_an_address_goes_four_weeks_after_its_owner(reader, later):
    leave(reader, Occasion(at=timezone.now(), form="one-click"))
    later(days=27)
    assert forget_departed(timezone.now()) == 0
    later(days=2)
    assert forget_departed(timezone.now()) == 1
    reader.refresh_from_db()
    assert (reader.address, reader.identity) == ("", None)
    assert reader.evidence.count() == 3
    assert not OutgoingMail.objects.filter(recipient="reader@example.org").exists()
    assert Suppression.objects.against("reader@example.org").exists()


def test_readers_on_the_list_are_not_forgotten(reader, later):
    later(days=400)
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


def test_an_erased_person_may_come_back_by_their_own_wish(reader, later):
    erasers.named("newsletter").run("reader@example.org")
    later(days=1, minutes=1)
    visitor().post(confirm_link("reader@example.org"))
    back = Subscriber.objects.get(identity="reader@example.org")
    assert back.is_on_the_list and back.pk != reader.pk
    assert not Suppression.objects.against("reader@example.org").exists()


def test_another_reader_is_untouched(reader):
    other = join("other@example.org")
    erasers.named("newsletter").run(reader.address)
    other.refresh_from_db()
    assert other.address == "other@example.org" and other.is_on_the_list


def test_the_keeper_can_print_and_erase_by_command(reader, capsys):
    call_command("export_person", "Reader@example.org")
    told = json.loads(capsys.readouterr().out)
    assert told["newsletter"]["address"] == "reader@example.org"
    for _twice in range(2):
        call_command("erase_person", "Reader@example.org")
    assert "newsletter: 1 erased." in capsys.readouterr().out
    assert not Subscriber.objects.with_address("reader@example.org").exists()


def test_a_list_under_way_goes_on_without_whom_was_erased(
    charity, editor_esi, django_capture_on_commit_callbacks
):
    """Not even a line of theirs stays in storage; the others are taken in."""
    lines = ["Email", *(f"r{number}@example.org" for number in range(4))]
    file = io.BytesIO("\n".join(lines).encode())
    found = taking_in.receive(
        *(file, 100, "list.csv", editor_esi),
        interests=["stories"],
        evidence="The form of the old site.",
    )
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase("R1@example.org")
    taking_in.go_on(timezone.now())
    taking_in.apply(found)
    taking_in.go_on(timezone.now())
    joined = Subscriber.objects.values_list("identity", flat=True)
    assert sorted(joined) == [f"r{number}@example.org" for number in (0, 2, 3)]
    found.refresh_from_db()
    assert (found.state, found.lines, found.done) == ("applied", 3, 3)
