"""How often a browser refused something on a page of ours: counted, of nobody."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from ijm import dates


class PolicyReportQuerySet(models.QuerySet["PolicyReport"]):
    def of_ours(self) -> "PolicyReportQuerySet":
        """What visitors' own extensions put into a page is no fault of the page."""
        return self.exclude(blocked=PolicyReport.EXTENSION)

    def between(self, since: datetime, until: datetime) -> "PolicyReportQuerySet":
        return self.filter(day__gte=dates.today(since), day__lt=dates.today(until))


class PolicyReport(models.Model):
    """One row a day for each way. Every column is a word of ours: what a stranger may

    write here is bounded by how many such words there are.
    """

    EXTENSION, ELSEWHERE = "extension", "elsewhere"
    BLOCKED = [
        ("inline", _("what stands in the page itself")),
        ("eval", _("words run as a script")),
        ("data", _("data: or blob:")),
        ("ours", _("something of this site")),
        (ELSEWHERE, _("something of another site")),
        (EXTENSION, _("an extension of the browser")),
    ]

    day = models.DateField(_("day"))
    directive = models.CharField(_("rule"), max_length=30)
    page = models.CharField(_("page"), max_length=80)
    blocked = models.CharField(_("what it refused"), max_length=9, choices=BLOCKED)
    count = models.PositiveIntegerField(_("how often"), default=0)

    objects = PolicyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a browser")
        verbose_name_plural = _("reports of browsers")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "directive", "page", "blocked"],
                name="policy_report_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.directive} on {self.page}: {self.get_blocked_display()}"


KEPT = timedelta(days=90)


def count_one(day: date, directive: str, page: str, blocked: str) -> None:
    """In one statement, however many come at once."""
    known = {"day": day, "directive": directive, "page": page, "blocked": blocked}
    PolicyReport.objects.bulk_create([PolicyReport(**known)], ignore_conflicts=True)
    PolicyReport.objects.filter(**known).update(count=models.F("count") + 1)


def forget_old(now: datetime) -> int:
    """The chore."""
    return PolicyReport.objects.filter(day__lt=dates.today(now - KEPT)).delete()[0]
