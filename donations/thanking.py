"""Once a year every Freedom Partner is thanked, with what the year came to."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat

from donations.models import Donor, Payment, Pledge
from ijm import dates, mail
from ijm.models import OutgoingMail
from ijm.money import Money
from stories.models import ImpactFigure

LETTER = "partner-year"
# After the last gifts of the year have been recorded; an outage has weeks to pass.
FIRST_DAY, LAST_DAY = (1, 12), (2, 28)
A_SLICE, MOST_FIGURES = 200, 4
LEFT = F("amount_minor") - F("refunded_minor") - F("disputed_minor")


def thank_partners(now: datetime) -> int:
    """The chore: a slice of those who have not had their letter of last year."""
    today = dates.today(now)
    if not FIRST_DAY <= (today.month, today.day) <= LAST_DAY:
        return 0
    year = today.year - 1
    partners = to_thank(year)[:A_SLICE]
    for donor in partners:
        mail.post(
            LETTER,
            to=donor.email,
            about=donor,
            cause=_cause(year, donor),
            extra={"year": year},
        )
    return len(partners)


def to_thank(year: int) -> QuerySet[Donor]:
    """Who is a partner now, gave in that year, and has not been thanked for it.

    The outbox remembers: its causes are unique, and stay when addresses go.
    """
    monthly = Pledge.objects.active().filter(donor=OuterRef("pk"), interval_months=1)
    gifts = _gifts(year).filter(donor=OuterRef("pk"))
    joined = _gifts(year).filter(donor__merged_into=OuterRef("pk"))
    cause = Concat(Value(f"{LETTER}:{year}:"), Cast(OuterRef("pk"), CharField()))
    return (
        Donor.objects.standing()
        .exclude(email="")
        .filter(Exists(monthly), Exists(gifts) | Exists(joined))
        .exclude(Exists(OutgoingMail.objects.filter(cause=cause)))
        .order_by("pk")
    )


def given(donor: Donor, year: int) -> list[Money]:
    """What came in that year and stayed, by currency."""
    sums = (
        _gifts(year)
        .filter(donor__in=donor.and_joined())
        .order_by("currency")
        .values_list("currency")
        .annotate(minor=Sum(LEFT))
    )
    return [Money(minor, currency) for currency, minor in sums]


def figures(year: int) -> Iterable[ImpactFigure]:
    """Those counted in that year or since; where there are none, the newest words."""
    all_of_them = ImpactFigure.objects.all()
    counted = all_of_them.filter(as_of__gte=date(year, 1, 1))
    return (counted or all_of_them)[:MOST_FIGURES]


def _gifts(year: int) -> QuerySet[Payment]:
    gone = F("refunded_minor") + F("disputed_minor")
    return Payment.objects.settled().filter(
        received_on__year=year, amount_minor__gt=gone
    )


def _cause(year: int, donor: Donor) -> str:
    return f"{LETTER}:{year}:{donor.pk}"
