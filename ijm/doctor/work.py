"""The worker and what it does: lanes, chores, mail that waits, backups."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ijm import health
from ijm.backups import keeping
from ijm.doctor.finding import Finding, ill, look, well
from ijm.identity import is_ours
from ijm.models.policy_report import PolicyReport

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MENDS = {
    "check-backup": "Run `make backup` and read what it says.",
    "check-restored": "Run `manage.py after_restore`; see docs/runbooks/restore.md.",
    "check-mail-waits": "Look at EMAIL_URL, and whether the mail server answers.",
    "mail-failed": "Open Outgoing mail, “failed”, at the desk: each says why.",
}
START = "Start `manage.py worker`, or read why the chore fails at the desk, Chores."


def late() -> Iterator[Finding]:
    causes = health.late_causes(timezone.now())
    for cause in causes:
        yield ill("work", str(cause.sentence), MENDS.get(cause.cause, START))
    if not causes:
        yield well("work", "Nothing is late.")


def policy() -> Iterator[Finding]:
    """Anybody may send such a report, so it is something to look at, and no more."""
    now = timezone.now()
    reports = PolicyReport.objects.of_ours().between(now - WEEK, now + DAY)
    most = reports.order_by("-count").first()
    if most:
        yield look(
            "content policy",
            f"Browsers report that they refused something: {most} "
            f"({most.count} times on {most.day:%d %B}).",
            "Open such a page with the browser's console: what it names is not ours to "
            "load. Where pages show nothing, somebody plays.",
        )


def identity() -> Iterator[Finding]:
    if not is_ours():
        yield ill(
            "identity",
            "This database is of another installation: nothing is sent or collected.",
            "If it was restored, run `manage.py after_restore`; if it is a copy, leave "
            "it so; else set INSTALLATION_ID to the word it had.",
        )


def backup() -> Iterator[Finding]:
    if not keeping.is_scheduled():
        yield look(
            "backups",
            "None are taken by schedule.",
            "Set BACKUP_KEY and BACKUP_EVERY_HOURS.",
        )
    last = keeping.newest()
    if last is None:
        yield ill("backups", "None has been taken.", "Run `make backup`.")
        return
    hours = (timezone.now() - last.began_at).total_seconds() / 3600
    size = last.size / 2**20
    yield well("backups", f"{last.name}, {hours:.0f} hours old, {size:.0f} MB.")
    if not (settings.BACKUP_DIR / last.name).exists():
        yield ill(
            "backups",
            f"{last.name} is not in {settings.BACKUP_DIR} any more.",
            "Mount BACKUP_DIR where the worker and this command can see it.",
        )
