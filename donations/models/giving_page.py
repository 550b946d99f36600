"""What staff decide about the giving pages as a whole."""

from decimal import ROUND_HALF_UP, Decimal

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ijm.kept import kept
from ijm.models import Changing
from ijm.money import Money

MOST_PERCENT = 20


@pghistory.track()
class GivingPage(Changing):
    """One row. `GivingPage.current()` is what pages read."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    costs_percent = models.DecimalField(
        _("towards costs, in per cent"),
        max_digits=4,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(MOST_PERCENT)],
        help_text=_(
            "What receiving a gift costs, of its amount. Givers are asked whether they "
            "want to add it; nothing is ticked for them. 0 asks nobody."
        ),
    )
    asks_gift_aid = models.BooleanField(
        _("ask for Gift Aid"),
        default=False,
        help_text=_("Only for a charity that HMRC in Britain recognises."),
    )
    asks_by_itself = models.BooleanField(
        _("ask donors by letter"),
        default=False,
        help_text=_(
            "Whether a pledge may be raised, or a gift become monthly, to an amount of "
            "these pages: at most once in three months, and nobody who wants no such "
            "letter, or whose gifts rest, stopped or were sent back."
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("giving pages")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="giving_page_is_one_row"
            ),
            models.CheckConstraint(
                condition=models.Q(costs_percent__range=(0, MOST_PERCENT)),
                name="giving_page_costs_are_a_share",
                violation_error_message=_("Enter 0 to 20 per cent."),
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "GivingPage":
        return kept("giving page", lambda: cls.objects.first() or cls())

    def costs_of(self, gift: Money) -> Money:
        """What is added to a gift whose giver wants to, in whole minor units."""
        share = Decimal(gift.minor) * self.costs_percent / 100
        return Money(int(share.quantize(Decimal(1), ROUND_HALF_UP)), gift.currency)


@pghistory.track()
class PartnerQuestion(Changing):
    """What people ask before they become Freedom Partners, with the answer."""

    page = models.ForeignKey(
        GivingPage, on_delete=models.CASCADE, related_name="questions"
    )
    question = models.CharField(_("question"), max_length=140)
    answer = models.TextField(_("answer"), max_length=800)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("question of Freedom Partners")
        verbose_name_plural = _("questions of Freedom Partners")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.question
