"""Whether givers may pay by card: what staff decided, and the brake that pulls itself.

Why there is one: `docs/runbooks/card-testing.md`.
"""

from datetime import datetime, timedelta

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ijm.kept import kept
from ijm.models import Changing

BRAKES_FOR = timedelta(hours=1)
WARY_FOR = timedelta(hours=24)


@pghistory.track()
class CardSwitch(Changing):
    """One row. `CardSwitch.current()` is what pages read."""

    ON, ONCE_MORE, OFF = "on", "once more", "off"
    MODES = [
        (ON, _("cards are taken")),
        (ONCE_MORE, _("everybody is asked to press once more")),
        (OFF, _("bank transfer only")),
    ]

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    taking = models.CharField(
        _("cards"),
        max_length=9,
        choices=MODES,
        default=ON,
        help_text=_(
            "For gifts that visitors make. Pledges that are paid by card already are "
            "collected all the same."
        ),
    )
    braked_at = models.DateTimeField(
        _("the brake was pulled"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = _("taking cards")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="card_switch_is_one_row"),
            models.CheckConstraint(
                condition=Q(taking__in=["on", "once more", "off"]),
                name="card_switch_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "CardSwitch":
        return kept("card switch", lambda: cls.objects.first() or cls())

    @property
    def braked_until(self) -> datetime | None:
        return self.braked_at + BRAKES_FOR if self.braked_at else None

    def is_braked(self, now: datetime) -> bool:
        return self.braked_until is not None and now < self.braked_until

    def mode(self, now: datetime) -> str:
        """After the brake everybody is asked once more, until a day has gone by."""
        if self.taking == self.OFF or self.is_braked(now):
            return self.OFF
        wary = self.braked_at is not None and now < self.braked_at + WARY_FOR
        return self.ONCE_MORE if wary else self.taking
