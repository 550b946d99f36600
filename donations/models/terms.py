"""What a pledge promises, over time: amounts in force, pauses, and who changed what."""

from datetime import date

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasCosts, costs_fit
from donations.models.pledge import Pledge
from ijm.models import AppendOnly, Changing, StaffMember, append_only_triggers


@pghistory.track()
class PledgeTerms(HasCosts, Changing):
    """The amount from one day until another; the newest has no end."""

    pledge = models.ForeignKey(
        Pledge, on_delete=models.PROTECT, related_name="terms", db_index=False
    )
    amount_minor = models.BigIntegerField(_("amount"))
    costs_minor = models.BigIntegerField(_("of it, towards costs"), default=0)
    effective = DateRangeField(_("in force"))
    changed_by = models.CharField(
        _("changed by"), max_length=150, blank=True, help_text=_("Empty: the donor.")
    )

    class Meta:
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        ordering = ["effective"]
        # All that raising asks; a search of the constraint's own index is dearer.
        indexes = [
            models.Index(
                fields=["pledge"],
                include=["effective", "amount_minor", "costs_minor"],
                name="pledge_terms_in_force",
            )
        ]
        constraints = [
            ExclusionConstraint(
                name="pledge_terms_never_overlap",
                expressions=[
                    ("pledge", RangeOperators.EQUAL),
                    ("effective", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="pledge_terms_above_zero"
            ),
            models.CheckConstraint(
                condition=costs_fit(), name="pledge_terms_costs_leave_a_gift"
            ),
            models.CheckConstraint(
                condition=Q(effective__isempty=False), name="pledge_terms_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return str(self.amount)

    @property
    def currency(self) -> str:  # type: ignore[override]
        return self.pledge.currency


@pghistory.track()
class PledgePause(Changing):
    pledge = models.ForeignKey(
        Pledge, on_delete=models.PROTECT, related_name="pauses", db_index=False
    )
    during = DateRangeField(
        _("during"), help_text=_("The second date is the first after the pause.")
    )

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["during"]
        indexes = [
            models.Index(fields=["pledge"], include=["during"], name="pledge_pauses_of")
        ]
        constraints = [
            ExclusionConstraint(
                name="pledge_pauses_never_overlap",
                expressions=[
                    ("pledge", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(
                    during__isempty=False,
                    during__lower_inf=False,
                    during__upper_inf=False,
                ),
                name="pledge_pause_has_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.during.lower} – {self.during.upper}"

    @property
    def until(self) -> date:
        return self.during.upper

    def covers(self, day: date) -> bool:
        return self.during.lower <= day < self.during.upper


class PledgeChange(AppendOnly):
    """Who did what to a pledge, when and why. `by` is empty for the donor."""

    VERBS = [
        ("made", _("pledge made")),
        ("amount", _("amount changed")),
        ("day", _("day changed")),
        ("paused", _("paused")),
        ("resumed", _("resumed")),
        ("skipped", _("next gift skipped")),
        ("lapsed", _("stopped by us")),
        ("restarted", _("restarted")),
        ("cancelled", _("cancelled")),
        ("method", _("paid from now on by")),
    ]

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="changes")
    verb = models.CharField(_("what"), max_length=10, choices=VERBS)
    detail = models.CharField(_("to"), max_length=60, blank=True)
    by = models.ForeignKey(
        StaffMember,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("change of a pledge")
        verbose_name_plural = _("changes of pledges")
        ordering = ["-at", "-pk"]
        triggers = append_only_triggers("pledge_change")

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.in_words}".strip()

    @property
    def in_words(self) -> str:
        """Its detail as people read it: a date where the verb has one."""
        if self.verb in {"paused", "skipped"} and self.detail:
            return date_format(date.fromisoformat(self.detail), "j F Y")
        return self.detail

    @property
    def is_told_by_itself(self) -> bool:
        """A pledge made, ended or begun anew has a letter of its own."""
        return self.verb not in {"made", "cancelled", "restarted"}

    @property
    def is_of_terms(self) -> bool:
        """How much is given, or when."""
        return self.verb in {"amount", "day"}
