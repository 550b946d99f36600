"""The statements of a year: who gets one, then a slice of them at a time."""

import logging
import time
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from donations.models import Donor, Payment, Receipt, StatementItem, StatementRun
from donations.receipts import telling
from donations.receipts.issuer import DetailsMissing, Issuer, NotReady
from donations.receipts.issuing import held, issue
from donations.receipts.printing import NotPrintable
from donations.receipts.sheet import Draft
from ijm import dates
from ijm.models import StaffMember
from ijm.worker.turn import describe

log = logging.getLogger(__name__)

SECONDS, AT_ONCE = 2.0, 25
MOST_ROWS = 5_000


class YearNotOver(Exception):
    """Gifts of this tax year may still come."""


def start(
    year: int, by: StaffMember | None, now: datetime, mails: bool = True
) -> StatementRun:
    """A row for everybody with a gift of that year that stands on no document."""
    issuer = Issuer.current()
    if not issuer.profile.is_over(year, dates.today(now)):
        raise YearNotOver(str(year))
    with transaction.atomic():
        run = StatementRun.objects.create(
            country=issuer.profile.country,
            year=year,
            mails=mails,
            started_at=now,
            started_by=by,
        )
        found = (
            gifts_of(issuer, year)
            .annotate(giver=Coalesce("donor__merged_into", "donor"))
            .values_list("giver", "currency")
            .order_by("giver", "currency")
            .distinct()
        )
        StatementItem.objects.bulk_create(
            (
                StatementItem(run=run, donor_id=giver, currency=currency)
                for giver, currency in found.iterator(MOST_ROWS)
            ),
            batch_size=MOST_ROWS,
        )
    return run


def gifts_of(issuer: Issuer, year: int) -> QuerySet[Payment]:
    """Gifts of the tax year that a statement may list."""
    first, last = issuer.profile.days_of(year)
    return (
        Payment.objects.filter(received_on__gte=first, received_on__lte=last)
        .filter(donor__forgotten_at=None)
        .receiptable()
        .unpromised()
    )


def work(now: datetime) -> int:
    """A slice of the oldest run; returns how many of its donors are done."""
    run = StatementRun.objects.unfinished().order_by("started_at").first()
    if run is None:
        return 0
    try:
        issuer = Issuer.current()
    except NotReady:
        return 0  # the run's page says what is missing
    done, until = 0, time.monotonic() + SECONDS
    while time.monotonic() < until:
        count = _slice(run, issuer, now)
        done += count
        if not count:
            break
    return done


@transaction.atomic
def _slice(run: StatementRun, issuer: Issuer, now: datetime) -> int:
    """Whoever dies in it has written nothing, and used no number."""
    items = list(
        run.items.filter(state=StatementItem.WAITING)
        .select_related("donor")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("pk")[:AT_ONCE]
    )
    if not items:
        if not run.items.filter(state=StatementItem.WAITING).exists():
            run.change(finished_at=now)
        return 0
    gifts = _gifts_by_donor(run, issuer, [item.donor for item in items])
    for item in items:
        _do(item, gifts.get((item.donor_id, item.currency), []), run, issuer, now)
    return len(items)


def _gifts_by_donor(
    run: StatementRun, issuer: Issuer, donors: list[Donor]
) -> dict[tuple[UUID, str], list[Payment]]:
    """Held first, then read: a refund asked for meanwhile is seen, or waits."""
    keys = [donor.pk for donor in donors]
    family = Donor.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys))
    giver_of = {pk: into or pk for pk, into in family.values_list("pk", "merged_into")}
    theirs = gifts_of(issuer, run.year).filter(donor__in=list(giver_of))
    found: dict[tuple[UUID, str], list[Payment]] = {}
    for gift in held(theirs):
        found.setdefault((giver_of[gift.donor_id], gift.currency), []).append(gift)
    return found


def _do(
    item: StatementItem,
    gifts: list[Payment],
    run: StatementRun,
    issuer: Issuer,
    now: datetime,
) -> None:
    """One donor. Whatever is wrong with the record stays with the record."""
    if not gifts:
        item.change(state=StatementItem.NOTHING)
        return
    draft = Draft(item.donor, Receipt.ANNUAL, run.year, gifts)
    try:
        with transaction.atomic():
            receipt = issue(issuer, draft, now)
            item.change(state=StatementItem.ISSUED, receipt=receipt)
            if run.mails:
                telling.tell(receipt)
    except DetailsMissing as missing:
        item.change(state=StatementItem.NEEDS, receipt=None, error=str(missing))
    except (NotPrintable, DatabaseError, ValueError, TypeError) as wrong:
        words = why_not(wrong)
        log.error("Statement of donor %s: %s", item.donor_id, words)
        item.change(state=StatementItem.BROKEN, receipt=None, error=words)


def why_not(wrong: Exception) -> str:
    """For staff: what typst could not print, else where it arose; no personal data."""
    if isinstance(wrong, NotPrintable):
        return str(wrong)[:300]
    return describe(wrong)[0][:300]
