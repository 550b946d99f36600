"""What came: by month, by fund, by campaign, by the page a gift began on."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from donations.models import KeptGift
from donations.reports.period import Period, name_of
from donations.reports.shape import Section, Share, whole_units
from ijm import plots
from ijm.money import Money

MOST_ROWS = 50


def by_month(period: Period) -> Iterator[Section]:
    found: dict[str, dict[Any, tuple[int, int, int]]] = defaultdict(dict)
    counted = _within(period).values_list("currency", TruncMonth("received_on"))
    for currency, month, gifts, promised, minor in counted.annotate(
        gifts=Count("pk"), promised=Count("instalment"), sum=Sum("minor")
    ).order_by("currency"):
        found[currency][month] = (gifts, promised, minor)
    names = [name_of(month) for month in period.months]
    for currency, months in found.items():
        rows = [months.get(month, (0, 0, 0)) for month in period.months]
        sums = [Money(minor, currency) for _gifts, _promised, minor in rows]
        table = [
            [name, amount, gifts, promised]
            for name, amount, (gifts, promised, _minor) in zip(
                names, sums, rows, strict=True
            )
        ]
        yield Section(
            key=currency,
            title=currency,
            columns=[_("Month"), _("Came"), _("Gifts"), _("Of them from pledges")],
            rows=table[::-1],
            plot=plots.up_and_down(
                names, [whole_units(amount) for amount in sums], [0] * len(sums)
            ),
            plot_words=_("What came, in %(currency)s, by month")
            % {"currency": currency},
            sums=[(_("Came"), sum(sums, Money(0, currency)))],
        )


def by_fund(period: Period) -> Iterator[Section]:
    return _parts(_within(period), "fund__name", _("Fund"))


def by_campaign(period: Period) -> Iterator[Section]:
    gifts = _within(period).exclude(campaign=None)
    return _parts(gifts, "campaign__title", _("Campaign"))


def by_source(period: Period) -> Iterator[Section]:
    """Pages and stories on which people began to give."""
    gifts = _within(period).exclude(source_path="")
    return _parts(gifts, "source_path", _("Began on"))


def _within(period: Period) -> QuerySet[KeptGift]:
    return KeptGift.objects.filter(
        received_on__gte=period.first, received_on__lt=period.end
    )


def _parts(gifts: QuerySet[KeptGift], column: str, words: str) -> Iterator[Section]:
    """Per currency, the greatest first."""
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    counted = gifts.values_list("currency", column).annotate(
        gifts=Count("pk"), sum=Sum("minor")
    )
    for currency, name, number, minor in counted.order_by("currency", "-sum", column):
        found[currency].append((name, number, minor))
    for currency, rows in found.items():
        whole = sum(minor for _name, _number, minor in rows)
        yield Section(
            key=currency,
            title=currency,
            columns=[words, _("Came"), _("Share of it"), _("Gifts")],
            rows=[
                [name, Money(minor, currency), Share(minor, whole), number]
                for name, number, minor in rows
            ],
            sums=[(_("Came"), Money(whole, currency))],
        )
