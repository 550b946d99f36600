"""What the keeper's weekly letter says of giving: sums, nobody's gift."""

from datetime import datetime

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from donations.models import Payment, Pledge
from ijm import dates, weekly
from ijm.money import Money


def contribute() -> None:
    for figure in (
        weekly.Figure("gifts", _("Gifts received"), gifts),
        weekly.Figure("pledges-made", _("Pledges made"), made),
        weekly.Figure("pledges-ended", _("Pledges ended"), ended),
        weekly.Figure("pledges", _("Pledges active now"), active),
    ):
        weekly.figures.add(figure)


def gifts(since: datetime, until: datetime) -> str:
    """“12 ($1,300)”, a bracket for each currency."""
    week = (dates.today(since), dates.today(until))
    received = Payment.objects.settled().filter(
        received_on__gte=week[0], received_on__lt=week[1]
    )
    sums = (
        received.values("currency")
        .annotate(count=Count("pk"), minor=Sum("amount_minor"))
        .order_by("currency")
    )
    each = [f"{row['count']} ({Money(row['minor'], row['currency'])})" for row in sums]
    return ", ".join(each) or "0"


def made(since: datetime, until: datetime) -> int:
    return Pledge.objects.filter(created_at__gte=since, created_at__lt=until).count()


def ended(since: datetime, until: datetime) -> int:
    return Pledge.objects.filter(ended_at__gte=since, ended_at__lt=until).count()


def active(_since: datetime, _until: datetime) -> int:
    return Pledge.objects.active().count()
