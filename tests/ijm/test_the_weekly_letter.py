"""Once a week the keeper hears how the house stood, in sums."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from ijm import delivery, weekly
from ijm.doctor import examination
from ijm.doctor.finding import ill, look, well
from ijm.models import OutgoingMail
from newsletter.models import Delivery
from tests.make_donations import make_donor, make_payment, make_pledge

KEEPER = "keeper@example.org"
SUNDAY = datetime(2026, 11, 29, 12, tzinfo=UTC)  # 23:00 in Sydney
WELL = [well("disk", "50 GB of 100 GB are free.")]


@pytest.fixture(autouse=True)
def a_keeper(charity, settings, monkeypatch) -> None:
    settings.ALERT_EMAIL = KEEPER
    monkeypatch.setattr(examination, "at_hand", lambda: iter(WELL))


def written() -> int:
    return OutgoingMail.objects.filter(letter=weekly.LETTER.name).count()


def test_it_is_written_once_a_week_from_monday_six_o_clock() -> None:
    before = []  # the one of the week that ends stands from the first hour on
    for hours in range(24 * 15):
        weekly.post(SUNDAY + timedelta(hours=hours))
        before.append(written())
    assert before[6:9] == [1, 2, 2]  # 05:00, 06:00, 07:00
    assert before[-1] == 4
    assert before.index(3) - before.index(2) == 7 * 24


def test_a_monday_that_was_missed_is_made_up_for() -> None:
    weekly.post(SUNDAY + timedelta(days=3))
    assert written() == 1


def test_without_a_keeper_there_is_none(settings) -> None:
    settings.ALERT_EMAIL = ""
    weekly.post(SUNDAY + timedelta(days=3))
    assert written() == 0


def arrived(smtp_sink) -> tuple[str, str]:
    weekly.post(SUNDAY + timedelta(days=1))
    delivery.send_mail(OutgoingMail.objects.latest("pk").next_try_at)
    mail = smtp_sink.to(KEEPER)[-1]
    text = mail.get_body(("plain",)).get_content()
    return mail["Subject"], text.replace("\r\n", "\n")


def test_it_tells_the_figures_and_nobodys_name(smtp_sink) -> None:
    donor = make_donor()
    for number in (23, 29, 30):
        make_payment(
            donor,
            state="succeeded",
            received_on=date(2026, 11, number),
            idempotency_key=f"{number}",
        )
    make_pledge(donor=donor, created_at=SUNDAY)
    subject, text = arrived(smtp_sink)
    assert subject == "All is well: the week from 23 November 2026"
    assert "Gifts received: 2 ($100)" in text
    assert "Pledges made: 1\nPledges ended: 0\nPledges active now: 1" in text
    assert re.search(r"^Free on the disk: [\d.]+ GB of \d+ GB$", text, re.M)
    assert "Newest backup: none" in text and "Subscribers now: 0" in text
    assert donor.email not in text and donor.display_name not in text


def test_it_says_in_its_subject_what_the_doctor_found(smtp_sink, monkeypatch) -> None:
    found = [ill("disk", "0.1 GB are free.", "Free some."), look("backups", "None.")]
    monkeypatch.setattr(examination, "at_hand", lambda: iter(found))
    subject, text = arrived(smtp_sink)
    assert subject == "1 thing needs you: the week from 23 November 2026"
    assert "disk: 0.1 GB are free.\nbackups: None." in text


def test_the_doctor_at_hand_asks_no_network(monkeypatch) -> None:
    monkeypatch.undo()
    found = {each.what for each in examination.at_hand()}
    assert {"disk", "migrations"} <= found and "mail" not in found


WEEK = (SUNDAY - timedelta(days=7), SUNDAY)
SENT = {"sent_at__gte": WEEK[0], "sent_at__lt": WEEK[1]}
FAILED = {"state": "failed", "next_try_at__gte": WEEK[0]}


@pytest.mark.parametrize(
    ("index", "asked"),
    [
        ("outgoing_mail_sent", OutgoingMail.objects.filter(**SENT)),
        ("outgoing_mail_failed", OutgoingMail.objects.filter(**FAILED)),
        ("delivery_sent", Delivery.objects.filter(**SENT)),
    ],
)
def test_a_weeks_figures_read_no_whole_table(index, asked) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # as if it were large
    assert f"on {index}" in asked.explain() or f"using {index}" in asked.explain()
