"""Staff see one donor on one page, and do on the telephone what the portal does."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from donations import timeline
from donations.models import DonorNote, Pledge, Refund
from ijm import letters
from ijm.models import OutgoingMail
from tests.make_donations import (
    at,
    aud,
    make_donor,
    make_gift,
    make_payment,
    make_running_pledge,
    states_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
REASON = "by telephone, 20 January"


@pytest.fixture(autouse=True)
def in_january():
    with time_machine.travel(at(date(2026, 1, 20))):
        yield


@pytest.fixture
def pledge(amara) -> Pledge:
    return make_running_pledge(donor=amara)


@pytest.fixture
def desk(finance_femi, signed_in):
    return signed_in(finance_femi)


def call(desk, what, row, noun, **answers):
    url = f"/admin/donations/{what}/{row.pk}/amend/{noun}/"
    return desk.post(url, {"reason": REASON, **answers})


def words_of(letter: str) -> str:
    return letters.compose(OutgoingMail.objects.get(letter=letter)).text


@pytest.mark.parametrize(
    ("noun", "answers", "sentence"),
    [
        ("amount", {"amount": "45"}, "The amount is now $45"),
        ("day", {"day": "5"}, "The day is now day 5"),
        ("pause", {"months": "3"}, "gifts due before 20 April 2026 are skipped"),
        ("skip", {}, "The gift due on 31 January 2026 is skipped."),
        ("resumption", {}, "The pause is over."),
    ],
)
def test_what_staff_did_is_told_to_the_donor(desk, pledge, noun, answers, sentence):
    assert call(desk, "pledge", pledge, noun, **answers).status_code == 302
    told = words_of("pledge-changed")
    assert sentence in told and pledge.reference in told
    assert "Tell us: " in told and REASON not in told
    assert OutgoingMail.objects.get().recipient == pledge.donor.email


def test_what_donors_skip_themselves_needs_no_letter(pledge):
    pledge.skip(timezone.now())
    assert not OutgoingMail.objects.exists()


def test_a_cancellation_has_its_own_letter_only(desk, pledge):
    call(desk, "pledge", pledge, "cancellation")
    assert OutgoingMail.objects.get().letter == "pledge-cancelled"


def test_details_are_changed_with_a_reason_and_a_letter(desk, amara):
    assert call(desk, "donor", amara, "details", display_name="").status_code == 422
    answers = {"display_name": "王小明", "postal_address": "1 Long Road"}
    call(desk, "donor", amara, "details", **answers)
    amara.refresh_from_db()
    assert (amara.display_name, amara.postal_address) == tuple(answers.values())
    assert "1 Long Road" in words_of("details-changed")
    assert amara.notes.get().text == REASON


def test_nothing_changed_is_nothing_told(desk, amara):
    call(desk, "donor", amara, "details", display_name=amara.display_name)
    assert not OutgoingMail.objects.exists() and not DonorNote.objects.exists()


def test_a_link_goes_to_the_address_we_know(desk, amara):
    call(desk, "donor", amara, "link", email="x@evil.example")
    assert OutgoingMail.objects.get().recipient == amara.email
    assert amara.notes.get().kind == DonorNote.LINK


def test_notes_are_written_once(desk, amara, finance_femi):
    call(desk, "donor", amara, "note", text="Prefers letters.")
    note = amara.notes.get()
    assert (note.text, note.by) == ("Prefers letters.", finance_femi)
    page = desk.get(f"/admin/donations/donor/{amara.pk}/change/").content.decode()
    assert "Prefers letters." in page
    for verb in ("UPDATE donations_donornote SET text = 'x'", "DELETE FROM"):
        table = " donations_donornote" if verb == "DELETE FROM" else ""
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(verb + table)


def test_a_note_without_words_or_writer_is_refused_by_the_database(amara, finance_femi):
    for text, by in (("", finance_femi), ("words", None)):
        with pytest.raises(DatabaseError, match="donor_note_says_something"):
            with transaction.atomic():
                amara.write_down("note", timezone.now(), by, text)


def test_each_verb_is_one_click_away_from_the_donor(desk, pledge):
    page = desk.get(f"/admin/donations/donor/{pledge.donor_id}/change/").content
    for noun in ("amount", "day", "pause", "skip", "resumption", "cancellation"):
        address = f"/admin/donations/pledge/{pledge.pk}/amend/{noun}/"
        assert address.encode() in page
    assert b"/amend/restart/" not in page
    pledge.lapse(timezone.now())
    page = desk.get(f"/admin/donations/donor/{pledge.donor_id}/change/").content
    assert b"/amend/restart/" in page


def test_others_see_no_donor(editor_esi, signed_in, amara):
    url = f"/admin/donations/donor/{amara.pk}/"
    client = signed_in(editor_esi)
    assert client.get(f"{url}change/").status_code == 403
    for noun in ("note", "details", "link"):
        assert client.post(f"{url}amend/{noun}/").status_code == 403


def a_long_story(donor, gifts: int, by) -> None:
    pledge = make_running_pledge(donor=donor)
    for number in range(gifts):
        payment = make_gift(donor=donor, minor=100 + number)
        donor.write_down("note", timezone.now(), by, f"n{number}")
        pledge.change_amount(aud(5000 + number), timezone.now(), by, "r")
        Refund.objects.ask(payment, aud(1), "twice", by)
    make_payment(donor)
    double = make_donor(display_name="A. O.")
    make_gift(donor=double, minor=77)
    double.merge_into(donor)


def test_the_page_takes_as_many_queries_whatever_was_given(amara, finance_femi, desk):
    def asked(donor) -> int:
        url = f"/admin/donations/donor/{donor.pk}/change/"
        desk.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(url).status_code == 200
        return len(queries)

    a_long_story(amara, 1, finance_femi)
    few = asked(amara)
    other = make_donor(email="b@example.org")
    a_long_story(other, 40, finance_femi)
    make_running_pledge(donor=other)
    assert asked(other) <= few <= 20


def test_the_story_is_whole_and_in_order_over_its_pages(amara, finance_femi):
    a_long_story(amara, 20, finance_femi)
    moments, number, older = [], 1, True
    while older:
        page = timeline.page_of(amara, number)
        moments += page.moments
        number, older = number + 1, page.has_older
    assert [each.at for each in moments] == sorted(
        (each.at for each in moments), reverse=True
    )
    told = " | ".join(f"{each.words} {each.detail}" for each in moments)
    for piece in ("n19", "$0.77", "Refund of $0.01", "Letter: ", "Gift of $50"):
        assert piece in told
    assert len(moments) == len(set(moments)) >= 20 * 5


def test_signing_in_is_part_of_the_story(amara, as_donor):
    as_donor(amara)
    assert amara.notes.get().kind == DonorNote.SIGNED_IN


def test_a_skipped_gift_stays_skipped_when_the_day_changes(pledge):
    assert pledge.skip(timezone.now()) == date(2026, 1, 31)
    assert states_of(pledge) == ["skipped", "scheduled"]
    pledge.change_day(25, timezone.now())
    assert states_of(pledge) == ["skipped", "scheduled"]
    pledge.change_amount(aud(4500), timezone.now())
    assert states_of(pledge) == ["skipped", "scheduled"]


def test_two_skips_are_two_gifts_and_a_third_finds_none(pledge, desk):
    for _each in range(2):
        pledge.skip(timezone.now())
    assert states_of(pledge) == ["skipped", "skipped"]
    assert pledge.pauses.count() == 2
    answer = call(desk, "pledge", pledge, "skip")
    assert answer.status_code == 422 and b"could be skipped" in answer.content


def test_a_skip_beside_a_pause_does_not_overlap_it(pledge):
    pledge.pause(date(2026, 1, 28), timezone.now())
    assert states_of(pledge) == ["scheduled", "scheduled"]
    pledge.skip(timezone.now())
    assert states_of(pledge) == ["skipped", "scheduled"]


def test_a_lapsed_pledge_goes_on_without_the_months_between(pledge):
    pledge.lapse(timezone.now(), "the bank took a gift back")
    assert states_of(pledge) == ["lapsed", "lapsed"]
    with time_machine.travel(at(date(2026, 5, 10))):
        from donations import restarting

        assert restarting.restart(pledge, timezone.now()) == pledge
    pledge.refresh_from_db()
    assert pledge.is_active
    rows = pledge.instalments.order_by("seq").values_list("due_on", "state")
    assert list(rows) == [
        (date(2026, 1, 31), "lapsed"),
        (date(2026, 2, 28), "lapsed"),
        (date(2026, 3, 31), "lapsed"),
        (date(2026, 4, 30), "scheduled"),  # ten days late: may still come
        (date(2026, 5, 31), "scheduled"),
        (date(2026, 6, 30), "scheduled"),
    ]


def test_what_lapsed_ahead_of_its_day_is_expected_again(pledge):
    from donations import restarting

    pledge.lapse(timezone.now())
    restarting.restart(pledge, timezone.now() + timedelta(days=1))
    assert states_of(pledge) == ["scheduled", "scheduled"]


def test_a_cancelled_pledge_goes_on_as_a_new_one_once(pledge, as_donor):
    inside = as_donor(pledge.donor)
    pledge.cancel(timezone.now())
    page = inside.get(f"/donor/pledges/{pledge.pk}/").content.decode()
    assert "31 January 2026" in page and "Restart" in page
    for _twice in range(2):
        inside.post(f"/donor/pledges/{pledge.pk}/restart/")
    after = Pledge.objects.get(restarts=pledge)
    assert (after.amount, after.anchor_day) == (aud(3000), 31)
    assert after.first_due == date(2026, 1, 31)
    assert states_of(after) == ["scheduled", "scheduled"]
    pledge.refresh_from_db()
    assert pledge.is_ended
    assert OutgoingMail.objects.filter(letter="pledge-welcome").count() == 1


def test_a_pledge_that_runs_cannot_be_restarted(pledge, as_donor):
    inside = as_donor(pledge.donor)
    answer = inside.post(f"/donor/pledges/{pledge.pk}/restart/")
    assert "runs already" in inside.get(answer.url).content.decode()


def test_one_press_skips_in_the_portal(pledge, as_donor):
    inside = as_donor(pledge.donor)
    answer = inside.post(f"/donor/pledges/{pledge.pk}/skip/")
    assert "next gift is skipped" in inside.get(answer.url).content.decode()
    assert states_of(pledge) == ["skipped", "scheduled"]
