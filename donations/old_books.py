"""When no law asks for the papers of somebody who was erased, they go, too."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from donations.forgetting import forget_books
from donations.models import Donor, GiftAidClaimLine, LedgerEntry
from ijm import dates

# At least; from the last day of the year of the newest entry on.
KEPT = timedelta(days=365 * settings.BOOKS_KEPT_YEARS)
A_SLICE = 50


def forget_old(now: datetime) -> int:
    """The chore; how many people's books it was."""
    found = list(over(now)[:A_SLICE])
    for donor in found:
        forget_books(donor, now)
    return len(found)


def over(now: datetime) -> QuerySet[Donor]:
    """Erased, and nothing in the books or in a claim of the years that must be kept.

    With each, rows that were joined to it. Where nothing was given, nothing is kept.
    """
    first = date(dates.today(now).year - settings.BOOKS_KEPT_YEARS, 1, 1)
    entries = LedgerEntry.objects.filter(effective_on__gte=first)
    claimed = GiftAidClaimLine.objects.filter(claim__made_at__year__gte=first.year)
    # Each by an index of its own: as one OR none would answer.
    return Donor.objects.filter(
        ~Exists(entries.filter(donor=OuterRef("pk"))),
        ~Exists(entries.filter(donor__merged_into=OuterRef("pk"))),
        ~Exists(claimed.filter(payment__donor=OuterRef("pk"))),
        ~Exists(claimed.filter(payment__donor__merged_into=OuterRef("pk"))),
        merged_into=None,
        forgotten_at__isnull=False,
        books_forgotten_at=None,
    ).order_by("forgotten_at")
