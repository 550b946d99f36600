"""A pile of gifts enters the books whole and once, or stays a draft with every word."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, InternalError, connections, transaction
from django.utils import timezone

from donations import entering
from donations.forms.batch import bound_rows
from donations.models import Donor, GiftBatch, LedgerEntry, Payment
from tests.cast import hire
from tests.make_donations import (
    make_donor,
    make_fund,
    make_gift,
    make_payment,
    make_running_pledge,
)
from tests.refused import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
DAY = "2026-01-20"


@pytest.fixture
def desk(finance_femi, signed_in):
    make_fund()
    return signed_in(finance_femi)


def begin(by, count=2, minor=7500) -> GiftBatch:
    return GiftBatch.objects.create(
        name="Cheques",
        currency="AUD",
        control_count=count,
        control_minor=minor,
        made_by=by,
        changed_by=by,
    )


def row(donor: str, amount: str, **changed: str) -> dict[str, str]:
    fund = str(make_fund().pk)
    typed = {
        "received_on": DAY,
        "fund": fund,
        "method": "cheque",
        "note": "",
        "who": "",
    }
    return {**typed, "donor": donor, "amount": amount, **changed}


def sheet(batch: GiftBatch, *rows: dict[str, str], **pressed: str) -> dict[str, str]:
    head = {
        "version": str(batch.version),
        "name": batch.name,
        "control_count": str(batch.control_count),
        "control": batch.control.plain,
    }
    cells = {
        f"row-{number}-{name}": value
        for number, each in enumerate(rows)
        for name, value in each.items()
    }
    return {**head, **cells, **pressed}


def send(desk, batch, *rows, **pressed):
    batch.refresh_from_db()
    url = f"/admin/donations/giftbatch/{batch.pk}/change/"
    return desk.post(url, sheet(batch, *rows, **(pressed or {"keep": ""})))


def test_a_pile_is_begun_with_its_count_and_sum(desk):
    url = "/admin/donations/giftbatch/add/"
    slip = {"name": "Cheques", "control_count": "0", "control": "12,50"}
    assert "control_count" in desk.post(url, slip).context["form"].errors
    slip |= {"control_count": "3", "control": "1,250.50"}
    assert desk.post(url, slip).status_code == 302
    assert GiftBatch.objects.get().control_minor == 125050


def test_each_way_to_name_a_giver(desk, finance_femi):
    pledge = make_running_pledge(donor=make_donor(email="p@example.org"))
    awaited = make_payment(pledge.donor, reference="GV-000000-0", amount_minor=100)
    known = make_donor(display_name="王小明", email="wang@example.org")
    batch = begin(finance_femi, 6, 3000 + 200 + 300 + 400 + 500 + 600)
    rows = [
        row(pledge.reference.lower().replace("-", " "), "30", received_on="2026-01-31"),
        row("gv 000000 0", "2"),
        row("WANG@example.org", "3"),
        row("王小明", "4"),
        row("+ Sokha, sokha@example.org", "5", note="CHQ 77"),
        row("+ Nobody’s Name", "6"),
    ]
    assert send(desk, batch, *rows, post="").status_code == 302
    batch.refresh_from_db()
    made = entering.payments_of(batch)
    assert [payment.amount_minor for payment in made] == [3000, 200, 300, 400, 500, 600]
    assert made[0].instalment.due_on == date(2026, 1, 31)
    assert made[1] == awaited
    assert made[2].donor == made[3].donor == known
    assert (made[4].donor.email, made[4].note) == ("sokha@example.org", "CHQ 77")
    assert not made[4].donor.is_proved
    assert LedgerEntry.objects.count() == 6
    assert (batch.state, batch.rows) == ("posted", [])
    page = desk.get(f"/admin/donations/giftbatch/{batch.pk}/change/").content.decode()
    assert "CHQ 77" in page


WRONG = {
    "amount": ("12,50", "Enter an amount in numbers"),
    "received_on": ("2999-01-01", "This day has not come yet"),
    "donor": ("Nobody at all", "begin with +"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_row_is_kept_and_says_what_to_do(name, desk, finance_femi):
    make_donor()
    typed, words = WRONG[name]
    batch = begin(finance_femi)
    right, wrong = row("amara@example.org", "25"), row("Amara Okafor", "50")
    wrong[name] = typed
    page = send(desk, batch, right, wrong, post="").content.decode()
    assert words in page
    assert typed in page
    assert not Payment.objects.exists()
    batch.refresh_from_db()
    assert [each["donor"] for each in batch.rows] == [right["donor"], wrong["donor"]]


def test_a_reference_with_a_slip_or_paid_already_is_no_name(desk, finance_femi):
    paid = make_gift(reference="GV-000000-0")
    batch = begin(finance_femi)
    page = send(desk, batch, row("GV-000000-1", "1"), row(paid.reference, "2"))
    text = page.content.decode()
    assert "none of ours" in text
    assert "was recorded on" in text


def test_namesakes_are_chosen_between(desk, finance_femi):
    first = make_donor(email="a@example.org")
    make_donor(email="b@example.org")
    batch = begin(finance_femi, 1, 500)
    page = send(desk, batch, row("amara okafor", "5"), post="").content.decode()
    assert "Several donors fit" in page
    assert "b@example.org" in page
    chosen = row("amara okafor", "5", who=str(first.pk))
    assert send(desk, batch, chosen, post="").status_code == 302
    assert Payment.objects.get().donor == first


def test_it_is_posted_only_when_count_and_sum_agree(desk, finance_femi):
    make_donor()
    rows = [row("amara@example.org", "25"), row("amara@example.org", "50")]
    for count, minor in ((2, 7499), (3, 7500)):
        batch = begin(finance_femi, count, minor)
        page = send(desk, batch, *rows, post="").content.decode()
        assert "Nothing was entered" in page
    assert not Payment.objects.exists()
    assert send(desk, begin(finance_femi), *rows, post="").status_code == 302
    assert Payment.objects.count() == 2


def test_one_row_taken_by_somebody_else_holds_all_back(desk, finance_femi):
    gift = make_payment(reference="GV-000000-0")
    batch = begin(finance_femi, 2, 600)
    rows = [row("+ Sokha", "1"), row("GV-000000-0", "5")]
    forms = bound_rows(batch, rows)
    entries = [form.entry for form in forms]
    gift.settle(date(2026, 1, 19), "transfer")
    with pytest.raises(entering.RowRefused) as refusal:
        entering.post(batch, entries, 0, finance_femi, timezone.now())
    assert refusal.value.number == 2
    assert not Donor.objects.filter(display_name="Sokha").exists()


def test_a_second_clerk_sees_the_draft_and_overwrites_nothing_unseen(
    desk, finance_femi
):
    batch = begin(finance_femi)
    send(desk, batch, row("+ Sokha", "25"))
    stale = sheet(GiftBatch.objects.get(), row("+ Dara", "50"))
    send(desk, batch, row("+ Sokha", "26"))
    page = desk.post(f"/admin/donations/giftbatch/{batch.pk}/change/", stale)
    assert "saved this batch meanwhile" in page.content.decode()
    assert "+ Dara" in page.content.decode()
    batch.refresh_from_db()
    assert batch.rows[0]["amount"] == "26"


def test_the_script_keeps_what_is_typed(desk, finance_femi):
    batch = begin(finance_femi)
    url = f"/admin/donations/giftbatch/{batch.pk}/change/"
    typed = sheet(batch, row("+ Sokha", "25"), row("", ""))
    told = desk.post(url, typed, headers={"accept": "application/json"})
    assert told.json()["version"] == 1
    assert told.json()["tally"].startswith("1 of 2 gifts, $25 of $75")
    again = desk.post(url, typed, headers={"accept": "application/json"})
    assert again.status_code == 409


def test_nothing_is_entered_by_who_may_not(editor_esi, finance_femi, signed_in):
    batch = begin(finance_femi)
    answer = send(signed_in(editor_esi), batch, row("+ Sokha", "75"), post="")
    assert answer.status_code == 403


def test_the_database_keeps_what_is_over_as_it_is(finance_femi):
    batch = begin(finance_femi)
    with refused("gift_batch_over_keeps_no_rows"):
        batch.change(state="posted", rows=[{}])
    batch.refresh_from_db()
    entering.drop(batch, 0, finance_femi, timezone.now())
    for work in (lambda: batch.change(state="draft"), batch.delete):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            work()


@pytest.mark.django_db(transaction=True)
def test_two_clerks_post_at_once_and_it_is_entered_once():
    make_fund()
    by = hire("finance_femi")
    batch = begin(by, 1, 500)
    ready = Barrier(2)

    def press(_number: int) -> str:
        try:
            mine = GiftBatch.objects.get(pk=batch.pk)
            entries = [form.entry for form in bound_rows(mine, [row("+ Sokha", "5")])]
            ready.wait()
            entering.post(mine, entries, 0, by, timezone.now())
        except entering.SavedMeanwhile:
            return "late"
        finally:
            connections.close_all()
        return "posted"

    with ThreadPoolExecutor(2) as clerks:
        assert sorted(clerks.map(press, range(2))) == ["late", "posted"]
    assert Payment.objects.count() == LedgerEntry.objects.count() == 1
