"""A promise to give every 1, 3 or 12 months. Its verbs are in the sibling modules."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations import reference
from donations.models.amending import Amending
from donations.models.donor import Donor
from donations.models.ending import Ending
from donations.models.fund import Campaign, Fund
from donations.models.noting import Noting
from donations.models.pausing import Pausing
from donations.models.pledge_turn import TAKES_ITS_TURN
from donations.schedule import Schedule
from ijm.models import Changing
from ijm.money import Money

if TYPE_CHECKING:
    from donations.models.terms import PledgeTerms

ENDED = ("cancelled", "completed")


def charity_zone() -> str:
    return settings.TIME_ZONE


def mint_reference() -> str:
    return reference.mint(reference.PLEDGE, Pledge.objects)


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def active(self) -> "PledgeQuerySet":
        return self.filter(state=Pledge.ACTIVE)

    def unended(self) -> "PledgeQuerySet":
        return self.exclude(state__in=ENDED)

    def without_method(self) -> "PledgeQuerySet":
        """Begun by card or debit, and nothing was kept to take the next gift from."""
        return self.filter(state=Pledge.PENDING).exclude(processor="offline")

    def in_turn(self) -> "PledgeQuerySet":
        """Locked, in an order that is the same for everybody who locks several."""
        return self.order_by("pk").select_for_update(of=("self",))

    def failing_first(self) -> "PledgeQuerySet":
        """As a donor should see them: what needs a hand, what runs, what is over."""
        order = models.Case(
            models.When(state__in=["lapsed", "pending_setup"], then=0),
            models.When(state="active", then=1),
            default=2,
        )
        return self.order_by(order, "-created_at")


@pghistory.track()
class Pledge(Ending, Pausing, Amending, Noting, Changing):
    PENDING, ACTIVE, LAPSED = "pending_setup", "active", "lapsed"
    CANCELLED, COMPLETED = ENDED
    STATES = [
        (PENDING, _("waiting for a payment method")),
        (ACTIVE, _("active")),
        (LAPSED, _("payments stopped arriving")),
        (CANCELLED, _("cancelled")),
        (COMPLETED, _("completed")),
    ]
    INTERVALS = [(1, _("every month")), (3, _("every 3 months")), (12, _("every year"))]
    REASONS = [
        ("donor asked", _("the donor asked")),
        ("staff", _("ended by staff")),
        ("mandate revoked", _("the donor told the bank to stop")),
        ("completed", _("all gifts made")),
        ("erased", _("the donor asked to be erased")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=mint_reference
    )
    donor = models.ForeignKey(
        Donor, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="pledges"
    )
    currency = models.CharField(_("currency"), max_length=3)
    interval_months = models.PositiveSmallIntegerField(
        _("how often"), choices=INTERVALS, default=1
    )
    anchor_day = models.PositiveSmallIntegerField(
        _("day of the month"),
        help_text=_("31 is the last day of every month."),
    )
    first_due = models.DateField(_("first gift on"))
    tz = models.CharField(_("time zone"), max_length=40, default=charity_zone)
    processor = models.CharField(_("paid by"), max_length=20, default="offline")
    stored_method = models.ForeignKey(
        "StoredMethod", models.PROTECT, null=True, blank=True, related_name="pledges"
    )
    state = models.CharField(
        _("state"), max_length=14, choices=STATES, default=ACTIVE, editable=False
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    ended_reason = models.CharField(
        _("why it ended"), max_length=20, choices=REASONS, blank=True, editable=False
    )
    fund = models.ForeignKey(Fund, verbose_name=_("fund"), on_delete=models.PROTECT)
    campaign = models.ForeignKey(
        Campaign,
        verbose_name=_("campaign"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    # The ended pledge that this one goes on with; of two presses one makes it.
    restarts = models.OneToOneField(
        "self",
        verbose_name=_("goes on with"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="restarted_as",
    )
    source_path = models.CharField(
        _("began on"), max_length=200, blank=True, help_text=_("The page it began on.")
    )
    source_story = models.ForeignKey(
        "stories.Story",
        verbose_name=_("began on the story"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    anonymous = models.BooleanField(
        _("not to be named in public"), default=False, editable=False
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["-created_at"]
        permissions = [("amend_pledge", _("Can change a pledge for its donor"))]
        indexes = [
            models.Index(fields=["-created_at"], name="pledge_newest"),
            models.Index(
                fields=["source_story", "-created_at"],
                name="pledge_from_story",
                condition=Q(source_story__isnull=False),
            ),
        ]
        triggers = [TAKES_ITS_TURN]
        constraints = [
            # So that an instalment can be held to its pledge's currency.
            models.UniqueConstraint(
                fields=["id", "currency"], name="pledge_with_currency"
            ),
            models.CheckConstraint(
                condition=Q(interval_months__in=[1, 3, 12]),
                name="pledge_interval_known",
            ),
            models.CheckConstraint(
                condition=Q(anchor_day__range=(1, 31)),
                name="pledge_day_in_month",
                violation_error_message=_("Choose a day from 1 to 31."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending_setup", "active", "lapsed", *ENDED]),
                name="pledge_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at=None)),
                name="pledge_ended_has_date",
            ),
            models.CheckConstraint(
                condition=(Q(ended_at=None) & Q(ended_reason=""))
                | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
                name="pledge_ended_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("donations:pledge", args=[self.pk])

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_active(self) -> bool:
        return self.state == self.ACTIVE

    @property
    def is_freedom_partner(self) -> bool:
        return self.is_active and self.interval_months == 1

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.first_due, self.anchor_day, self.interval_months)

    def local_day(self, now: datetime) -> date:
        """The date where the pledge lives, whatever the server's clock says."""
        return now.astimezone(ZoneInfo(self.tz)).date()

    def terms_on(self, day: date) -> "PledgeTerms | None":
        return self.terms.filter(effective__contains=day).first()

    def amount_on(self, day: date) -> Money | None:
        """What the terms in force on `day` say; None outside them."""
        terms = self.terms_on(day)
        return Money(terms.amount_minor, self.currency) if terms else None

    @property
    def newest_terms(self) -> "PledgeTerms | None":
        return next(iter(list(self.terms.all())[-1:]), None)  # in order; prefetched

    @property
    def amount(self) -> Money | None:
        """The newest amount agreed."""
        terms = self.newest_terms
        return Money(terms.amount_minor, self.currency) if terms else None

    @property
    def hands_on(self) -> dict[str, Any]:
        """What each of its payments has of it."""
        columns = "donor_id fund_id campaign_id source_path source_story_id anonymous"
        return {name: getattr(self, name) for name in columns.split()}
