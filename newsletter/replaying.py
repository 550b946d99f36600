"""After a restore: who left stays gone, and no issue is sent from where it was."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ijm.erasing import AddressList, address_lists
from ijm.journal import Replay, replays
from ijm.reopening import Reopening, reopenings
from newsletter.models import ConsentEvent, Enquiry, Issue, Subscriber, Suppression
from newsletter.occasion import Occasion
from newsletter.subscribing import end

Kind = ConsentEvent.Kind
# Of the reasons for which a subscription ends, those that events know by that name.
SAME_NAME = {"bounced": Kind.BOUNCED, "complained": Kind.COMPLAINED}


def leave_again(what: Mapping[str, Any], at: datetime) -> str:
    who = bytes.fromhex(what["who"])
    for subscriber in Subscriber.objects.filter(digest=who):
        if ended := end(subscriber, what["slugs"], what["reason"], at):
            kind = SAME_NAME.get(what["reason"], Kind.WITHDRAWN)
            Occasion(at=at, form="journal").record(subscriber, kind, ended)
    return ""


def suppress_again(what: Mapping[str, Any], at: datetime) -> str:
    row = Suppression(
        digest=bytes.fromhex(what["digest"]),
        reason=what["reason"],
        scope=what["scope"],
        since=at,
    )
    Suppression.objects.bulk_create([row], ignore_conflicts=True)
    return ""


def stop_issues(taken_at: datetime, now: datetime) -> Iterator[str]:
    """Whom they reached since the backup, this database does not know."""
    for issue in Issue.objects.filter(state__in=["scheduled", "sending"]):
        issue.pause(
            _(
                "It was under way when the backup was taken, and has most likely gone "
                "since. Cancel it, unless you know that nobody got it."
            ),
            now,
        )
        yield f"“{issue}” is stopped: cancel it, unless you know that nobody got it."


def addresses() -> Iterable[str]:
    yield from Subscriber.objects.values_list("address", flat=True).iterator()
    yield from Enquiry.objects.values_list("address", flat=True).iterator()


def contribute() -> None:
    replays.add(Replay("newsletter-ended", leave_again))
    replays.add(Replay("address-suppressed", suppress_again))
    address_lists.add(AddressList("newsletter", addresses))
    reopenings.add(Reopening("issues", 10, stop_issues))
