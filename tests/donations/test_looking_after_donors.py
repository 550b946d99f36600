"""Reminders, pauses that end, what lapses, and what of it people see."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from donations import lapsing, reminding, winning_back
from donations.models import Dispute, Instalment, Pledge, Refund
from ijm import letters
from ijm.contributions import late_checks
from ijm.models import OutgoingMail
from tests.donations.test_pressing_twice import all_at_once
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


def made(**columns) -> Pledge:
    """Two instalments, of 31 January and 28 February; made before Christmas."""
    pledge = make_running_pledge(**columns)
    pledge.change(created_at=at(date(2025, 12, 20)))
    return pledge


def causes() -> set[str]:
    return {row.cause.partition(":")[0] for row in OutgoingMail.objects.all()}


def remind_on(day: date) -> int:
    with time_machine.travel(at(day)):
        return reminding.remind(timezone.now())


@pytest.mark.parametrize(
    ("day", "letter"),
    [
        (date(2026, 1, 25), set()),
        (date(2026, 1, 26), {"reminder-before"}),
        (date(2026, 1, 30), {"reminder-before"}),
        (date(2026, 1, 31), set()),
        (date(2026, 2, 4), set()),
        (date(2026, 2, 5), {"reminder-after"}),
        (date(2026, 2, 13), {"reminder-after"}),
        (date(2026, 2, 14), set()),
    ],
)
def test_reminders_have_their_days(day, letter):
    made()
    remind_on(day)
    assert causes() == letter


def test_each_reminder_goes_once():
    made()
    day = date(2026, 1, 20)
    while day < date(2026, 2, 20):
        remind_on(day)
        day += timedelta(days=1)
    assert OutgoingMail.objects.count() == 2


def test_a_reminder_has_what_the_bank_needs():
    pledge = made()
    remind_on(date(2026, 1, 27))
    text = letters.compose(OutgoingMail.objects.get()).text
    for piece in ("$30", "31 January 2026", pledge.reference, "BSB: 000-000"):
        assert piece in text


@pytest.mark.parametrize(
    "change",
    [
        lambda pledge: pledge.pause(date(2026, 3, 1), at(date(2026, 1, 20))),
        lambda pledge: pledge.skip(at(date(2026, 1, 20))),
        lambda pledge: pledge.end("donor asked", at(date(2026, 1, 20))),
        lambda pledge: pledge.lapse(at(date(2026, 1, 20))),
        lambda pledge: pledge.change(created_at=at(date(2026, 1, 22))),
        lambda pledge: pledge.donor.change(email=""),
        lambda pledge: pledge.change(processor="pretend"),
    ],
    ids="paused skipped ended lapsed new no-address collected".split(),
)
def test_whom_nothing_is_expected_of_is_not_reminded(change):
    change(made())
    assert remind_on(date(2026, 1, 27)) == 0


def test_a_standing_order_needs_no_reminder_before_but_one_after():
    pledge = made()
    first, second = pledge.instalments.order_by("seq")
    make_payment(pledge.donor, instalment=first).settle(
        date(2026, 1, 31), "standing order"
    )
    assert remind_on(date(2026, 2, 25)) == 0
    assert remind_on(date(2026, 3, 6)) == 1


def test_a_paid_gift_is_not_asked_for():
    pledge = made()
    first = pledge.instalments.get(seq=1)
    make_payment(pledge.donor, instalment=first).settle(date(2026, 2, 1), "transfer")
    assert remind_on(date(2026, 2, 6)) == 0


def test_a_pause_tells_of_its_end_a_week_before():
    pledge = made()
    pledge.pause(date(2026, 4, 20), at(date(2026, 1, 20)))
    assert remind_on(date(2026, 4, 12)) == 0
    assert remind_on(date(2026, 4, 13)) == 1
    assert remind_on(date(2026, 4, 14)) == 0
    text = letters.compose(OutgoingMail.objects.get()).text
    assert "20 April 2026" in text and "30 April 2026" in text


def lapse_on(day: date) -> int:
    with time_machine.travel(at(day)):
        return lapsing.lapse(timezone.now())


def test_after_fourteen_days_an_instalment_lapses():
    pledge = made()
    assert lapse_on(date(2026, 2, 14)) == 0
    assert lapse_on(date(2026, 2, 15)) == 1
    assert states_of(pledge) == ["lapsed", "scheduled"]
    assert lapse_on(date(2026, 2, 15)) == 0


def test_money_on_its_way_does_not_lapse():
    pledge = made()
    first = pledge.instalments.get(seq=1)
    payment = make_payment(pledge.donor, instalment=first, state="submitted")
    assert lapse_on(date(2026, 3, 10)) == 0
    payment.change(state="failed")
    assert lapse_on(date(2026, 3, 10)) == 1


def add(pledge: Pledge, **days: str) -> None:
    """Instalments by month: what became of each."""
    for number, (day, state) in enumerate(days.items(), start=3):
        due = date(2026, int(day[1:]), 28)
        Instalment.objects.create(
            pledge=pledge,
            seq=number,
            period=due.replace(day=1),
            due_on=due,
            amount_minor=3000,
            currency="AUD",
            state=state,
        )


def test_three_in_a_row_stop_the_pledge_and_are_listed(finance_femi, signed_in):
    pledge = made()
    lapse_on(date(2026, 2, 20))
    add(pledge, m3="scheduled")
    lapse_on(date(2026, 3, 20))
    pledge.refresh_from_db()
    assert pledge.is_active
    lapse_on(date(2026, 4, 15))
    pledge.refresh_from_db()
    assert pledge.state == "lapsed"
    desk = signed_in(finance_femi)
    assert "gifts stopped arriving" in desk.get("/admin/").content.decode()
    page = desk.get("/admin/donations/pledge/?care=lapsed")
    assert pledge.reference in page.content.decode()


def test_a_gift_that_came_between_begins_the_count_anew():
    pledge = made()
    lapse_on(date(2026, 2, 20))
    second = pledge.instalments.get(seq=2)
    make_payment(pledge.donor, instalment=second).settle(date(2026, 3, 1))
    add(pledge, m3="scheduled", m4="scheduled")
    lapse_on(date(2026, 5, 20))
    pledge.refresh_from_db()
    assert pledge.is_active
    assert states_of(pledge) == ["lapsed", "paid", "lapsed", "lapsed"]


def test_one_broken_pledge_stops_nobody(monkeypatch):
    broken, well = made(), made(donor=make_donor(email="b@example.org"))
    for pledge in (broken, well):
        add(pledge, m3="scheduled")
    honest = Pledge.lapse

    def breaks(pledge, *args):
        if pledge == broken:
            raise ValueError("a poisoned row")
        honest(pledge, *args)

    monkeypatch.setattr(Pledge, "lapse", breaks)
    lapse_on(date(2026, 4, 20))
    well.refresh_from_db()
    assert well.state == "lapsed"


def test_a_dispute_asks_for_nothing_more(amara):
    pledge = made(donor=amara)
    first = pledge.instalments.get(seq=1)
    payment = make_payment(amara, instalment=first, amount_minor=3000)
    payment.settle(date(2026, 1, 31))
    Dispute.objects.begin(
        payment, aud(3000), date(2026, 2, 5), state="inquiry", reason="not known"
    )
    pledge.refresh_from_db()
    assert pledge.state == "lapsed"
    assert states_of(pledge) == ["paid", "lapsed"]
    assert "not known" in pledge.changes.get().reason


def test_a_refund_is_told_when_it_was_sent(amara, finance_femi, admin_amina):
    payment = make_gift(5000, donor=amara)
    refund = Refund.objects.ask(payment, aud(1200), "twice", finance_femi)
    if refund.is_to_approve:
        refund.approve(admin_amina, timezone.now())
    assert not OutgoingMail.objects.exists()
    refund.pay(date(2026, 1, 25), "B-1")
    text = letters.compose(OutgoingMail.objects.get(letter="refund-sent")).text
    assert "$12" in text and "25 January 2026" in text and "twice" not in text


def late_on(day: date) -> str | None:
    return late_checks.named("due-not-attempted").late(at(day))


def test_due_and_not_attempted_for_a_day_is_late(client):
    pledge = made(processor="pretend")
    pledge.instalments.filter(seq=1).update(next_attempt_on=date(2026, 1, 31))
    assert late_on(date(2026, 2, 1)) is None
    assert "1 instalment is due" in str(late_on(date(2026, 2, 2)))
    with time_machine.travel(at(date(2026, 2, 2))):
        answer = client.get("/readyz?strict=1")
    assert answer.status_code == 503
    assert any("instalment" in each for each in answer.json()["late"])
    make_payment(
        pledge.donor, instalment=pledge.instalments.get(seq=1), state="submitted"
    )
    assert late_on(date(2026, 2, 2)) is None


def test_offline_gifts_are_late_only_when_nobody_gave_them_up():
    made()
    assert late_on(date(2026, 2, 16)) is None
    assert late_on(date(2026, 2, 18))
    lapse_on(date(2026, 2, 18))
    assert late_on(date(2026, 2, 18)) is None


@pytest.fixture
def ended(amara) -> Pledge:
    pledge = make_running_pledge(donor=amara)
    pledge.cancel(timezone.now())
    OutgoingMail.objects.all().delete()
    return pledge


def to_win_back() -> list[Pledge]:
    return list(winning_back.to_win_back(Pledge.objects.all(), timezone.now()))


def test_who_ended_and_has_no_other_pledge_is_to_win_back(ended, amara):
    assert to_win_back() == [ended]
    make_running_pledge(donor=amara)
    assert to_win_back() == []


def test_the_letter_asks_once_in_half_a_year(ended, finance_femi, signed_in):
    desk = signed_in(finance_femi)
    page = "/admin/donations/pledge/?care=win-back"
    ask = {"action": "ask_to_go_on", "_selected_action": [str(ended.pk)]}
    for _twice in range(2):
        assert desk.post(page, ask).status_code == 302
    assert OutgoingMail.objects.get().letter == "win-back"
    assert "/donor/offer/" in letters.compose(OutgoingMail.objects.get()).text


def test_the_list_can_be_taken_away_and_that_is_on_record(
    ended, finance_femi, signed_in
):
    from django.contrib.admin.models import LogEntry

    ended.donor.change(display_name="=cmd|x")
    take = {"action": "take_away", "_selected_action": [str(ended.pk)]}
    answer = signed_in(finance_femi).post("/admin/donations/pledge/", take)
    text = b"".join(answer.streaming_content).decode()
    assert ended.reference in text and "$30" in text and "'=cmd" in text
    assert LogEntry.objects.get().user == finance_femi


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once(charity):
    made()
    day = at(date(2026, 1, 27))
    with time_machine.travel(day):
        all_at_once(lambda: reminding.remind(day))
    assert OutgoingMail.objects.count() == 1
