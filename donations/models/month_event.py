"""A month of the books was closed, or opened again: by whom, when and why.

What was said last holds. The ledger takes no line dated in a closed month.
"""

from datetime import date

import pgtrigger
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.dates import add_months_clamped, month_start
from ijm.models import AppendOnly, StaffMember, append_only_triggers

# Of PostgreSQL's advisory locks: whoever writes into a month shares the month's,
# whoever closes it waits until nobody does.
LOCKS = 0x626F6F6B
REFUSED = "USING ERRCODE = 'check_violation'"
LAST = """
(SELECT verb FROM donations_monthevent WHERE month = {day} ORDER BY id DESC LIMIT 1)
"""
KEY = f"{LOCKS}, to_char({{day}}, 'YYYYMM')::int"

IN_OPEN_MONTH = pgtrigger.Trigger(
    name="ledger_in_open_month",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("first", "date")],
    func=f"""
    first := date_trunc('month', NEW.effective_on);
    PERFORM pg_advisory_xact_lock_shared({KEY.format(day="first")});
    IF {LAST.format(day="first")} = 'closed' THEN
      RAISE EXCEPTION 'ledger_in_open_month' {REFUSED};
    END IF;
    RETURN NEW;
    """,  # noqa: S608  (made of constants of ours)
)
ALTERNATES = pgtrigger.Trigger(
    name="month_event_alternates",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
    PERFORM pg_advisory_xact_lock({KEY.format(day="NEW.month")});
    IF (NEW.verb = 'closed')
       = (COALESCE({LAST.format(day="NEW.month")}, 'reopened') = 'closed') THEN
      RAISE EXCEPTION 'month_event_alternates' {REFUSED};
    END IF;
    RETURN NEW;
    """,  # noqa: S608  (made of constants of ours)
)


class MonthEventQuerySet(models.QuerySet["MonthEvent"]):
    def closed(self) -> set[date]:
        """The months that are closed now."""
        last = self.order_by("month", "-pk").distinct("month")
        return {each.month for each in last if each.verb == MonthEvent.CLOSED}

    def is_closed(self, month: date) -> bool:
        last = self.filter(month=month).order_by("-pk").first()
        return last is not None and last.verb == MonthEvent.CLOSED

    def open_day(self, day: date) -> date:
        """The day itself, or the first of the next month that is open.

        That month stays open until the transaction ends.
        """
        month = month_start(day)
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_xact_lock_shared(%s, %s)",
                    [LOCKS, month.year * 100 + month.month],
                )
            if not self.is_closed(month):
                return max(day, month)
            month = add_months_clamped(month, 1, 1)


class MonthEvent(AppendOnly):
    CLOSED, REOPENED = "closed", "reopened"
    VERBS = [(CLOSED, _("closed")), (REOPENED, _("opened again"))]

    month = models.DateField(_("month"))
    verb = models.CharField(_("what"), max_length=8, choices=VERBS)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        StaffMember, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)

    objects = MonthEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a month")
        verbose_name_plural = _("months")
        ordering = ["-pk"]
        permissions = [("close_month", _("Can close months and open them again"))]
        indexes = [models.Index(fields=["month", "-id"], name="month_event_last")]
        triggers = [*append_only_triggers("month_event"), ALTERNATES]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1), name="month_event_of_a_month"
            ),
            models.CheckConstraint(
                condition=~Q(verb="reopened") | ~Q(reason=""),
                name="month_reopened_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.get_verb_display()}"
