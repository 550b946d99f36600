"""All reports, in the order in which they are offered, and who may read which."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.reports import donors, money, pledges
from donations.reports.period import Period
from donations.reports.shape import Section

SUMS = "donations.view_keptgift"
NAMES = "donations.view_donor"
GIFTS_COUNT = _(
    "A gift counts with what is left of it: refunds, also those asked for and not yet "
    "sent, and what a donor’s bank has taken are off. It counts in the month it was "
    "received in. Currencies are never added together."
)


@dataclass(frozen=True)
class Report:
    """`words` say what is counted. `whole` makes it without an end, for the CSV."""

    slug: str
    title: Promise
    words: Promise
    sections: Callable[[Period], Iterable[Section]]
    whole: Callable[[Period], Iterable[Section]] | None = None
    note: Promise | None = None
    permission: str = SUMS


def _everybody(period: Period) -> Iterable[Section]:
    return donors.gave_last_year_not_this(period, most=None)


REPORTS = {
    each.slug: each
    for each in (
        Report(
            "monthly",
            _("Monthly giving"),
            _(
                "What all pledges in force are worth a month: a quarter’s gift counts "
                "with a third, a year’s with a twelfth. A pledge is in force from the "
                "day it was made until it ends, except while it is paused or its "
                "payments have stopped. As it stood at the end of each month; this "
                "month, as it stands today."
            ),
            pledges.worth_a_month,
        ),
        Report(
            "partners",
            _("New and lost pledges"),
            _(
                "Pledges made in each month, and those that ended: cancelled by the "
                "donor or for them, stopped at the bank, lapsed because payments "
                "stopped arriving, or completed. A paused pledge rests and is not lost."
            ),
            pledges.come_and_gone,
        ),
        Report(
            "months",
            _("What came, month by month"),
            _("All gifts, single ones and those of pledges."),
            money.by_month,
            note=GIFTS_COUNT,
        ),
        Report(
            "retention",
            _("Who gave again"),
            _(
                "Years of twelve months that end with the month chosen. Retention is "
                "the share of one year’s donors who gave in the next as well."
            ),
            donors.kept_year_after_year,
            note=GIFTS_COUNT,
        ),
        Report(
            "cohorts",
            _("After the first gift"),
            _(
                "Donors whose first gift of all came in the twelve months chosen, by "
                "its month; and of each such group, how many gave 1, 2, 3 … months "
                "later."
            ),
            donors.by_first_gift,
            note=GIFTS_COUNT,
        ),
        Report(
            "last-year-not-this",
            _("Gave last year, not this"),
            _(
                "Donors who gave in the twelve months before these, and nothing since. "
                "Those who gave most stand first."
            ),
            donors.gave_last_year_not_this,
            whole=_everybody,
            note=GIFTS_COUNT,
            permission=NAMES,
        ),
        Report(
            "funds",
            _("By fund"),
            _("What came for each fund."),
            money.by_fund,
            note=GIFTS_COUNT,
        ),
        Report(
            "campaigns",
            _("By campaign"),
            _("What came under a campaign; other gifts are left out."),
            money.by_campaign,
            note=GIFTS_COUNT,
        ),
        Report(
            "stories",
            _("By story or page"),
            _(
                "The page on which a gift or pledge began. Gifts of which that is not "
                "known are left out."
            ),
            money.by_source,
            note=GIFTS_COUNT,
        ),
    )
}
