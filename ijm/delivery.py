"""Taking what lies in the outbox to the mail server, a few letters at a time.

`sending` is committed before a byte leaves. If this process dies between the server's
"250" and our note of it, the row's lease ends and the letter goes a second time, with
the very same Message-ID: for a receipt or a sign-in link, twice is better than never.
(An issue of the newsletter is the other way round; see `newsletter.sending`.)
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ijm import identity, journal, letters, mail, transports
from ijm.addresses import without_addresses
from ijm.contributions import letters as contributed
from ijm.models.mail import OutgoingMail
from ijm.transports import NotNow, Refused, Transport, Unreachable

log = logging.getLogger(__name__)

BATCH = 20
SLICE = 4.0  # seconds after which no further letter is begun
LEASE = timedelta(minutes=3)  # above the longest conversation: each step ≤ 10 s
PAUSES = [timedelta(minutes=each) for each in (1, 2, 4, 8, 16, 32, 64, 128)]
PAUSES += [timedelta(hours=4)] * 5  # a day in all
WHILE_UNREACHABLE = timedelta(minutes=2)
GIVE_UP = timedelta(hours=24)
OVERDUE = timedelta(minutes=10)
KEEP_RECIPIENTS = timedelta(days=30)
DATABASE_WENT_AWAY = (OperationalError, InterfaceError)


def send_mail(now: datetime) -> int:
    """One slice of the outbox; how many letters the server accepted."""
    if not identity.is_ours():
        return 0
    road = transports.transactional()  # a misread EMAIL_URL fails before any claim
    return deliver(claim(now), road, now)


def claim(
    now: datetime, among: QuerySet[OutgoingMail] | None = None
) -> list[OutgoingMail]:
    """Mark a few due rows as being sent, with a lease; commits before it returns."""
    rows = OutgoingMail.objects.all() if among is None else among
    open_states = [OutgoingMail.WAITING, OutgoingMail.SENDING]
    with transaction.atomic():
        due = rows.filter(state__in=open_states, next_try_at__lte=now)
        claimed = list(
            due.order_by("next_try_at", "id").select_for_update(skip_locked=True)[
                :BATCH
            ]
        )
        OutgoingMail.objects.filter(pk__in=[row.pk for row in claimed]).update(
            state=OutgoingMail.SENDING,
            attempts=F("attempts") + 1,
            next_try_at=now + LEASE,
        )
    for row in claimed:
        row.attempts += 1
    return claimed


def deliver(rows: Sequence[OutgoingMail], road: Transport, now: datetime) -> int:
    """Send claimed rows over one connection; no row's trouble is another's."""
    stop_at, accepted, trouble = monotonic() + SLICE, 0, ""
    try:
        for row in rows:
            if trouble or monotonic() > stop_at:
                _put_back(row, now, trouble)
                continue
            try:
                accepted += _deliver_one(row, road, now)
            except Unreachable as unreachable:
                trouble = str(unreachable)
                _put_back(row, now, trouble)
    finally:
        road.close()
    return accepted


def send_sample(composed: letters.Composed, to: str) -> None:
    """A letter filled with samples, at once, to the colleague who looks at it."""
    road = transports.transactional()
    try:
        road.send(mail.message(composed, to))
    finally:
        road.close()


def forget_recipients(now: datetime) -> int:
    """Addresses of letters accepted a month ago; that they were sent stays."""
    old = OutgoingMail.objects.filter(
        state=OutgoingMail.SENT, sent_at__lt=now - KEEP_RECIPIENTS
    )
    return old.exclude(recipient="").update(recipient="")


def _deliver_one(row: OutgoingMail, road: Transport, now: datetime) -> bool:
    try:
        if not row.recipient:
            raise letters.BrokenLetter("It has no address.")
        with transaction.atomic():  # links minted for a letter that breaks are undone
            composed = letters.compose(row)
        message = mail.message(composed, row.recipient, mail.message_id(row))
        road.send(message)
    except NotNow as later:
        _wait(row, now, str(later))
    except (Refused, letters.BrokenLetter) as never:
        _fail(row, now, str(never))
    except (Unreachable, *DATABASE_WENT_AWAY):
        raise
    except Exception as broken:  # noqa: BLE001 - one letter must not stop the others
        log.error("Outgoing mail %s is broken: %s", row.pk, type(broken).__name__)
        _fail(row, now, without_addresses(f"{type(broken).__name__}: {broken}"))
    else:
        _note_sent(row)
        if settings.MODE == "demo" and settings.EMAIL_URL:
            with suppress(Unreachable):
                transports.mail_folder().send(message)
        return True
    return False


def _note_sent(row: OutgoingMail) -> None:
    """Details of the letter go with it: they were kept only to write it."""
    erased = {"recipient": ""} if contributed.named(row.letter).farewell else {}
    _still_ours(row).update(
        state=OutgoingMail.SENT, sent_at=timezone.now(), extra={}, error="", **erased
    )
    journal.note("mailed", cause=row.cause, letter=row.letter)


def _wait(row: OutgoingMail, now: datetime, why: str) -> None:
    if row.attempts > len(PAUSES):
        return _fail(row, now, why)
    pause = PAUSES[row.attempts - 1]
    _still_ours(row).update(
        state=OutgoingMail.WAITING, next_try_at=now + pause, error=why[:300]
    )


def _put_back(row: OutgoingMail, now: datetime, trouble: str) -> None:
    """Nothing left for this row: the try does not count, unless the day is over."""
    if trouble and now - row.created_at > GIVE_UP:
        return _fail(row, now, trouble)
    _still_ours(row).update(
        state=OutgoingMail.WAITING,
        attempts=F("attempts") - 1,
        next_try_at=now + WHILE_UNREACHABLE if trouble else now,
        error=trouble[:300],
    )


def _fail(row: OutgoingMail, now: datetime, why: str) -> None:
    """`next_try_at` of a failed row is when it failed."""
    log.warning("Outgoing mail %s failed.", row.pk)
    _still_ours(row).update(state=OutgoingMail.FAILED, next_try_at=now, error=why[:300])


def _still_ours(row: OutgoingMail) -> QuerySet[OutgoingMail]:
    """The row, if no other worker took it over when our lease had ended."""
    return OutgoingMail.objects.filter(
        pk=row.pk, state=OutgoingMail.SENDING, attempts=row.attempts
    )


def try_again(rows: QuerySet[OutgoingMail], now: datetime) -> int:
    """Staff mended what was wrong; failed letters set out afresh."""
    return rows.filter(state=OutgoingMail.FAILED).update(
        state=OutgoingMail.WAITING, attempts=0, next_try_at=now, error=""
    )


def mail_that_waits(now: datetime) -> str | None:
    """Late check: letters that no server has even been offered, and why."""
    waiting = OutgoingMail.objects.filter(
        state=OutgoingMail.WAITING, attempts=0, created_at__lt=now - OVERDUE
    )
    oldest = waiting.order_by("created_at").first()
    if oldest is None:
        return None
    if not identity.is_ours():
        return _(
            "Mail waits: this database belongs to another installation. If it was "
            "restored from a backup, run manage.py after_restore."
        )
    return _("%(count)s mails are due and not attempted. %(why)s") % {
        "count": waiting.count(),
        "why": oldest.error,
    }
