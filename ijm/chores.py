"""The house's own chores: mail on its way, and what may be forgotten."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ijm import (
    alarm,
    delivery,
    erasing,
    heartbeat,
    inviting,
    journal,
    new_password,
    reopening,
    retention,
)
from ijm.backups import keeping
from ijm.contributions import Chore, LateCheck, chores, late_checks, letters
from ijm.models import policy_report
from ijm.models.limit import Limit
from ijm.models.link import Link
from ijm.second_factor import enrolling

KEEP_DEAD_LINKS = timedelta(days=30)


def forget_dead_links(now: datetime) -> int:
    """Links that expired a month ago; until then they can still say "expired"."""
    return Link.objects.filter(expires_at__lt=now - KEEP_DEAD_LINKS).delete()[0]


def forget_old_limits(now: datetime) -> int:
    return Limit.objects.filter(until__lt=now).delete()[0]


FORGETTING = (
    ("dead-links", forget_dead_links, _("Forget links")),
    ("old-limits", forget_old_limits, _("Forget limits")),
    ("sessions", retention.forget_sessions, _("Forget sessions that are over")),
    ("recipients", delivery.forget_recipients, _("Forget addresses of old mail")),
    ("policy-reports", policy_report.forget_old, _("Forget what browsers reported")),
    (
        "unanswered-invitations",
        inviting.forget_unanswered,
        _("Forget invitations nobody answered"),
    ),
)


def contribute() -> None:
    chores.add(Chore("send-mail", "mail", 1, delivery.send_mail, _("Send mail")))
    for what, forget, words in FORGETTING:
        chores.add(Chore(f"forget-{what}", "bulk", 3600, forget, words))
    _keep_backups()
    _say_how_long()
    if settings.HEARTBEAT_URL:
        chores.add(Chore(heartbeat.NAME, "bulk", 60, heartbeat.beat, _("Heartbeat")))
    late_checks.add(LateCheck("mail-waits", delivery.mail_that_waits))
    letters.add(alarm.LETTER)
    letters.add(alarm.ALL_CLEAR)
    letters.add(enrolling.LETTER)
    letters.add(inviting.LETTER)
    letters.add(new_password.LETTER)


def _say_how_long() -> None:
    retention.keep("forget-dead-links", dead_links=KEEP_DEAD_LINKS)
    retention.keep("forget-old-limits", counted_tries=retention.AT_ONCE)
    retention.keep("forget-sessions", sessions=retention.AT_ONCE)
    retention.keep("forget-recipients", recipients=delivery.KEEP_RECIPIENTS)
    retention.keep("forget-policy-reports", policy_reports=policy_report.KEPT)
    retention.keep("forget-unanswered-invitations", invitations=inviting.KEPT)
    retention.keep("forget-journal", journal=journal.KEPT_AS_ROWS)
    retention.keep("backup", backups=timedelta(days=settings.BACKUP_KEEP_DAYS))


def _keep_backups() -> None:
    for chore in (
        Chore("write-journal", "safety", 1, journal.write, _("Write the journal")),
        Chore(
            "forget-journal",
            "bulk",
            3600,
            journal.forget_written,
            _("Forget written entries of the journal"),
        ),
        Chore("backup", "bulk", 300, keeping.take_when_due, _("Take a backup")),
    ):
        chores.add(chore)
    late_checks.add(LateCheck("backup", keeping.too_old))
    late_checks.add(LateCheck("restored", reopening.shut))
    for replay in (
        journal.Replay("person-erased", erasing.erase_again),
        journal.Replay("mailed", reopening.note_as_mailed),
    ):
        journal.replays.add(replay)
    erasing.address_lists.add(erasing.AddressList("house", erasing.in_the_house))
    for step in (
        reopening.Reopening("journal", 20, reopening.replay_the_journal),
        reopening.Reopening("sessions", 50, reopening.end_sessions),
        reopening.Reopening("outbox", 90, reopening.hold_the_outbox),
    ):
        reopening.reopenings.add(step)
