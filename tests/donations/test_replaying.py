"""After a restore: a promise that was made less stays less; more is for people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations import forgetting
from donations.models import Pledge, ReceiptSeries
from ijm import journal
from ijm.dates import today
from ijm.models import JournalEntry
from tests.make_donations import make_donor, make_running_pledge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


def again(entry: JournalEntry) -> str:
    return journal.replays.named(entry.kind).run(entry.what, entry.at)


def changed(verb: str, detail: str = "", pledge: Pledge | None = None) -> str:
    """As the journal tells of it; the restored row knows nothing."""
    what = {"pledge": str((pledge or made()).pk), "verb": verb, "detail": detail}
    return journal.replays.named("pledge-changed").run(what, timezone.now())


def made() -> Pledge:
    day = today(timezone.now()) + timedelta(days=3)
    return make_running_pledge(first=day, day=day.day, today=day)


def test_what_was_cancelled_is_cancelled():
    pledge = made()
    assert changed("cancelled", pledge=pledge) == ""
    pledge.refresh_from_db()
    assert pledge.ended_reason == "donor asked"
    assert changed("cancelled", pledge=pledge) == "", "twice is once"


def test_what_was_paused_is_paused_until_the_same_day():
    pledge, until = made(), today(timezone.now()) + timedelta(days=40)
    assert changed("paused", until.isoformat(), pledge) == ""
    assert pledge.pauses.get().until == until


def test_what_was_skipped_is_not_taken():
    pledge = made()
    due = pledge.instalments.open().order_by("seq")[0].due_on
    assert changed("skipped", due.isoformat(), pledge) == ""
    assert pledge.is_paused(due)
    assert not pledge.is_paused(due + timedelta(days=1))


def test_a_pause_that_is_over_by_now_is_nothing():
    pledge = made()
    changed("paused", today(timezone.now()).isoformat(), pledge)
    assert not pledge.pauses.exists()


@pytest.mark.parametrize("verb", ["amount", "day", "resumed", "restarted"])
def test_more_is_named_for_people(verb):
    pledge = made()
    assert pledge.reference in changed(verb, "to something", pledge)


def test_a_card_is_not_in_the_journal():
    made().note("method", timezone.now(), detail="Visa ···· 4242")
    entry = JournalEntry.objects.get(what__verb="method")
    assert "4242" not in str(entry.what)


def test_a_donor_without_an_address_is_erased_again():
    donor = make_donor(email="")
    forgetting.erase(donor, timezone.now())
    entry = JournalEntry.objects.get(kind="donor-erased")
    assert set(entry.what) == {"donor"}
    back = make_donor(display_name="Back", email="")
    entry.what["donor"] = str(back.pk)
    again(entry)
    back.refresh_from_db()
    assert back.display_name == ""


def test_numbers_go_on_after_the_last_one_given_out():
    what = {"country": "AU", "kind": "annual", "serial": 3}
    told = journal.replays.named("receipt-issued").run(what, timezone.now())
    assert "AU-S-000003" in told
    assert ReceiptSeries.objects.get().last == 3
    assert journal.replays.named("receipt-issued").run(what, timezone.now()) == ""
