"""What a gift is for: a fund in the books, a campaign on the site."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing
from ijm.money import Money


class FundQuerySet(models.QuerySet["Fund"]):
    def active(self) -> "FundQuerySet":
        return self.filter(closed_on=None)

    def general(self) -> "Fund":
        """Where a gift goes whose giver named nothing: the first active fund."""
        found = self.active().first()
        if found is None:
            found = self.create(code="general", name="Where it is needed most")
        return found


@pghistory.track()
class Fund(Changing):
    code = models.SlugField(
        _("code"),
        max_length=20,
        unique=True,
        help_text=_("Short; the accountant's word. It does not change."),
    )
    name = models.CharField(
        _("name"), max_length=80, help_text=_("As givers should read it.")
    )
    description = models.CharField(_("description"), max_length=240, blank=True)
    account = models.CharField(
        _("account code"),
        max_length=20,
        blank=True,
        help_text=_("The income account in the charity’s books."),
    )
    closed_on = models.DateField(
        _("closed on"),
        null=True,
        blank=True,
        help_text=_("A closed fund is offered no more; its gifts keep it."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.closed_on is None


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def open(self, today: date) -> "CampaignQuerySet":
        return self.filter(
            Q(closes_on=None) | Q(closes_on__gte=today), opens_on__lte=today
        )


@pghistory.track(exclude=["raised_minor"])
class Campaign(Changing):
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    standfirst = models.TextField(_("what it is for"), max_length=600)
    fund = models.ForeignKey(Fund, verbose_name=_("fund"), on_delete=models.PROTECT)
    goal_minor = models.BigIntegerField(_("goal in cents"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="AUD")
    # Folded from the ledger once a minute; see `campaign_move`.
    raised_minor = models.BigIntegerField(default=0, editable=False)
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("until"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-opens_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(goal_minor=None) | Q(goal_minor__gt=0),
                name="campaign_goal_above_zero",
                violation_error_message=_(
                    "A goal is above zero; leave it empty for none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=models.F("opens_on")),
                name="campaign_ends_after_it_began",
                violation_error_message=_("A campaign ends after it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("donations:campaign", args=[self.slug])

    @property
    def goal(self) -> Money | None:
        return (
            None if self.goal_minor is None else Money(self.goal_minor, self.currency)
        )

    @property
    def raised(self) -> Money:
        """Money that has arrived, less what went back: no promise, nothing on its way.

        As it was counted within the last minute.
        """
        return Money(self.raised_minor, self.currency)

    @property
    def is_reached(self) -> bool:
        return self.goal_minor is not None and self.raised_minor >= self.goal_minor

    def is_open(self, today: date) -> bool:
        return not self.is_to_come(today) and not self.is_over(today)

    def is_to_come(self, today: date) -> bool:
        return today < self.opens_on

    def is_over(self, today: date) -> bool:
        return self.closes_on is not None and self.closes_on < today
