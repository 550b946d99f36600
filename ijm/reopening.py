"""From a restored database to one that sends and collects again: `after_restore`.

What was done since the backup is done once more, or named for people to do; what may
have been sent since is held. All of it or nothing, and safe to begin again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from ijm import generation, health, journal, mail
from ijm.backups.refusal import Refused
from ijm.contributions import Registry, letters
from ijm.models import Installation, OutgoingMail


@dataclass(frozen=True)
class Reopening:
    """An app's step; lower `order` first, the journal is 20. It yields what a person

    should know. `taken_at` is of the backup.
    """

    name: str
    order: int
    run: Callable[[datetime, datetime], Iterable[str]]


reopenings: Registry[Reopening] = Registry()


def refuse_if_not_wanted(keep: bool) -> Installation:
    """The row, if it came from a backup and the identity asked for makes sense."""
    found = Installation.objects.filter(pk=1).first()
    if found is None or found.restored_from is None:
        raise Refused("This database was not restored, or has been reopened already.")
    if problem := health.broken():
        raise Refused(f"{problem} Run manage.py migrate first.")
    same = found.identity == settings.INSTALLATION_ID
    if keep and not same:
        raise Refused(
            f"INSTALLATION_ID was “{found.identity}”, and here it is "
            f"“{settings.INSTALLATION_ID}”: set the former one, or say --new-identity."
        )
    if not keep and same:
        raise Refused(
            "INSTALLATION_ID is the one of the old installation: set it to a new word, "
            "or say --keep-identity if the old one is gone for good."
        )
    return found


def reopen(keep: bool, now: datetime) -> list[str]:
    """Sentences for the person who keeps the site."""
    found = refuse_if_not_wanted(keep)
    assert found.restored_from is not None
    why = _("It may have been sent before the restore. Try again if it should go.")
    with transaction.atomic(), mail.held(why):
        told = [
            sentence
            for step in sorted(reopenings, key=lambda each: each.order)
            for sentence in step.run(found.restored_from, now)
        ]
        Installation.objects.update(
            identity=settings.INSTALLATION_ID, restored_from=None
        )
        generation.bump()
    return told


def replay_the_journal(taken_at: datetime, now: datetime) -> Iterator[str]:
    count = 0
    for entry in journal.since(taken_at):
        if entry.kind not in journal.replays:
            yield f"The journal has an entry of an unknown kind: {entry.kind}."
            continue
        if sentence := journal.replays.named(entry.kind).run(entry.what, entry.at):
            yield sentence
        entry.written_at, entry.replayed_at = now, now
        entry.save(force_insert=True)
        count += 1
    yield f"{count} entries of the journal were done again."


def hold_the_outbox(taken_at: datetime, now: datetime) -> Iterator[str]:
    """Letters that waited when the backup was taken have most likely gone since."""
    waited = OutgoingMail.objects.filter(
        state__in=OutgoingMail.UNDER_WAY, created_at__lte=taken_at
    )
    count = waited.update(
        state=OutgoingMail.FAILED,
        next_try_at=now,
        error=_("It waited when the backup was taken, and may have been sent since."),
    )
    if count:
        yield f"{count} letters are held: see Outgoing mail, “failed”."


def note_as_mailed(what: Mapping[str, Any], at: datetime) -> str:
    """Its cause comes about once: nobody gets it a second time."""
    if what["letter"] not in letters:
        return ""
    row = OutgoingMail(
        cause=what["cause"],
        letter=what["letter"],
        state=OutgoingMail.SENT,
        created_at=at,
        sent_at=at,
    )
    OutgoingMail.objects.bulk_create([row], ignore_conflicts=True)
    unsent = OutgoingMail.objects.filter(cause=what["cause"], sent_at=None)
    unsent.update(state=OutgoingMail.SENT, sent_at=at, extra={}, error="")
    return ""


def end_sessions(taken_at: datetime, now: datetime) -> Iterator[str]:
    """Whoever was signed out, or let go, since the backup is signed in by it again."""
    Session.objects.all().delete()
    yield _(
        "Everybody on the staff signs in anew. Look through the list of staff: who was "
        "let go since the backup is back, and who was invited since is not there."
    )


def shut(now: datetime) -> str | None:
    """Late check: a restored database that nobody has reopened."""
    found = Installation.objects.filter(pk=1).exclude(restored_from=None).first()
    if found is None:
        return None
    return _(
        "This database was restored from a backup. Nothing is sent and nothing is "
        "collected before manage.py after_restore has run."
    )
