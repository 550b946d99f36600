"""From the outbox to a real SMTP server, each letter for itself."""

import threading
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ijm import delivery, mail, transports
from ijm.models import Installation, OutgoingMail
from tests.mailbox import free_port, part

pytestmark = pytest.mark.usefixtures("charity")


def post(to: str = "amara@example.org", cause: str = "", **extra: Any) -> OutgoingMail:
    cause = cause or f"cause of {to}"
    mail.post("welcome", to=to, about=None, cause=cause, extra=extra)
    return OutgoingMail.objects.get(cause=cause)


def send(later: timedelta = timedelta()) -> int:
    return delivery.send_mail(timezone.now() + later)


def test_it_arrives_as_text_and_html_with_its_headers(welcome, smtp_sink) -> None:
    row = post()
    assert send() == 1
    arrived = smtp_sink.to("amara@example.org")[0]
    assert arrived["From"] == "Threshold <hello@example.org>"
    assert arrived["Subject"] == "Welcome, Amara"
    assert arrived["Reply-To"] == "hello@example.org"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Message-ID"] == mail.message_id(row)
    assert arrived["Date"]
    assert "Dear Amara" in part(arrived, "plain")
    assert "Dear Amara" in part(arrived, "html")


def test_what_was_sent_keeps_no_details(welcome, smtp_sink) -> None:
    row = post(name="Secret")
    send()
    row.refresh_from_db()
    assert (row.state, row.extra, row.error) == ("sent", {}, "")
    assert row.sent_at
    assert send() == 0
    assert len(smtp_sink.received) == 1


def test_the_same_cause_is_posted_once(welcome, smtp_sink) -> None:
    post(cause="once")
    post(cause="once")
    send()
    assert len(smtp_sink.received) == 1


def test_nothing_is_posted_when_its_cause_rolls_back(welcome) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        post()
        raise RuntimeError
    assert not OutgoingMail.objects.exists()


def test_an_unknown_letter_fails_where_it_is_posted() -> None:
    with pytest.raises(KeyError):
        mail.post("nonsense", to="a@example.org", about=None, cause="c")


def test_many_letters_share_a_connection(welcome, smtp_sink) -> None:
    for number in range(5):
        post(f"reader{number}@example.org")
    assert send() == 5
    assert smtp_sink.connections == 1


def test_a_recipient_refused_for_good_fails_in_words(welcome, smtp_sink) -> None:
    smtp_sink.refuse("gone@example.org", "550 5.1.1 <gone@example.org> no such person")
    row = post("gone@example.org")
    post("here@example.org")
    assert send() == 1
    row.refresh_from_db()
    assert row.state == OutgoingMail.FAILED
    assert row.error == "550 5.1.1 <…> no such person"


def test_not_now_waits_longer_each_time_and_a_day_at_most(welcome, smtp_sink) -> None:
    smtp_sink.refuse("busy@example.org", "451 4.7.1 Try later")
    row, waited, pauses = post("busy@example.org"), timedelta(), []
    while row.state != OutgoingMail.FAILED:
        now = timezone.now() + waited
        delivery.send_mail(now)
        row.refresh_from_db()
        if row.state == OutgoingMail.WAITING:
            pauses.append(row.next_try_at - now)
            waited += pauses[-1]
    assert pauses[0] == timedelta(minutes=1)
    assert max(pauses) == timedelta(hours=4)
    assert timedelta(hours=22) < waited <= timedelta(hours=25)
    assert row.error == "451 4.7.1 Try later"


def test_a_server_that_is_away_costs_no_try(welcome, settings) -> None:
    settings.EMAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    rows = [post("one@example.org"), post("two@example.org")]
    assert send() == 0
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.attempts) == (OutgoingMail.WAITING, 0)
        assert row.error.startswith("ConnectionRefusedError")
    assert send(timedelta(minutes=1)) == 0  # not due again yet
    send(timedelta(hours=25))
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"failed"}


def test_a_broken_letter_stops_only_itself(welcome, smtp_sink) -> None:
    broken = [
        post("a@example.org", name="x\nBcc: all@example.org"),
        post("b@example.org", facts=[3]),
        post("c@example.org\nBcc: all@example.org"),
        post("d@example.org", name="refuse these words"),
    ]
    post("fine@example.org")
    assert send() == 1
    for row in broken:
        row.refresh_from_db()
        assert row.state == OutgoingMail.FAILED
        assert row.error
        assert "example.org" not in row.error


def test_a_link_minted_for_a_letter_that_breaks_is_undone(
    contribute, admin_amina, smtp_sink
) -> None:
    from ijm import links
    from ijm.contributions import Letter, letters
    from ijm.models import Link

    def fill(about: Any, extra: Any) -> Any:
        links.mint("p", about, timedelta(hours=1))
        raise RuntimeError("amina@example.org broke it")

    contribute(letters, Letter("breaks", "B", "s", "b", fill))
    mail.post("breaks", to="a@example.org", about=admin_amina, cause="c")
    assert send() == 0
    assert not Link.objects.exists()
    assert OutgoingMail.objects.get(cause="c").error == "RuntimeError: … broke it"


def test_a_letter_lost_between_acceptance_and_commit_comes_again_as_itself(
    welcome, smtp_sink, monkeypatch
) -> None:
    row = post()
    monkeypatch.setattr(delivery, "_note_sent", lambda row: None)  # "kill -9" here
    send()
    monkeypatch.undo()
    assert send() == 0  # the lease still runs
    assert send(delivery.LEASE + timedelta(seconds=1)) == 1
    first, second = smtp_sink.received
    assert first["Message-ID"] == second["Message-ID"] == mail.message_id(row)


def test_a_clone_of_the_database_sends_nothing(welcome, smtp_sink) -> None:
    post()
    Installation.objects.update(identity="another")
    assert send() == 0
    hour = timezone.now() + timedelta(hours=1)
    assert "another installation" in str(delivery.mail_that_waits(hour))
    assert delivery.mail_that_waits(timezone.now()) is None
    assert not smtp_sink.received


def test_mail_nobody_could_offer_is_late_and_says_why(welcome, settings) -> None:
    settings.EMAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    post()
    send()
    sentence = str(delivery.mail_that_waits(timezone.now() + timedelta(hours=1)))
    assert sentence.startswith("1 mails are due and not attempted. ConnectionRefused")


def test_without_a_server_each_mail_is_a_file(welcome, settings) -> None:
    post("one@example.org")
    post("two@example.org")
    assert send() == 2
    files = sorted((settings.DATA_DIR / "mail").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    readers = {message_from_bytes(file.read_bytes())["To"] for file in files}
    assert readers == {"one@example.org", "two@example.org"}


@pytest.mark.parametrize(("mode", "copies"), [("demo", 1), ("test", 0)])
def test_the_demo_keeps_a_copy_and_nobody_else_does(
    mode, copies, welcome, smtp_sink, settings
) -> None:
    settings.MODE = mode
    post()
    send()
    assert len(smtp_sink.received) == 1
    assert len(list((settings.DATA_DIR / "mail").glob("*.eml"))) == copies


def test_a_failed_letter_may_be_tried_again(welcome, smtp_sink) -> None:
    smtp_sink.refuse("gone@example.org", "550 No")
    row = post("gone@example.org")
    send()
    smtp_sink.answers.clear()
    assert delivery.try_again(OutgoingMail.objects.all(), timezone.now()) == 1
    assert send() == 1
    row.refresh_from_db()
    assert row.state == OutgoingMail.SENT


def test_addresses_of_old_mail_are_forgotten(welcome, smtp_sink) -> None:
    post()
    send()
    assert delivery.forget_recipients(timezone.now()) == 0
    assert delivery.forget_recipients(timezone.now() + timedelta(days=31)) == 1
    assert OutgoingMail.objects.get().recipient == ""


def _claim_in_threads(now: Any) -> list[int]:
    claimed: list[int] = []

    def claim() -> None:
        claimed.extend(row.pk for row in delivery.claim(now))
        connection.close()

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return claimed


@pytest.mark.django_db(transaction=True)
def test_no_row_is_claimed_twice_at_once(welcome) -> None:
    for number in range(60):
        post(f"r{number}@example.org")
    claimed = _claim_in_threads(timezone.now())
    assert len(claimed) == len(set(claimed)) >= delivery.BATCH
    assert not set(_claim_in_threads(timezone.now())) & set(claimed)


@pytest.mark.django_db(transaction=True)
def test_sending_is_committed_before_bytes_leave(
    welcome, smtp_sink, monkeypatch
) -> None:
    seen: list[tuple[str, int]] = []

    class Watching(transports.SmtpTransport):
        def send(self, message: Any) -> None:
            def look() -> None:
                row = OutgoingMail.objects.get()
                seen.append((row.state, row.attempts))
                connection.close()

            other = threading.Thread(target=look)
            other.start()
            other.join()
            super().send(message)

    monkeypatch.setattr(transports, "SmtpTransport", Watching)
    post()
    send()
    assert seen == [("sending", 1)]
