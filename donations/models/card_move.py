"""A card or account that an old system charges by Stripe, on its way to a pledge here.

It waits until its day has come and the old plan is seen to have ended: a gift must not
be taken by both.
"""

from datetime import datetime

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.giving_import import GivingImport
from donations.models.pledge import Pledge
from ijm.models import Changing, StaffMember


class CardMoveQuerySet(models.QuerySet["CardMove"]):
    def waiting(self) -> "CardMoveQuerySet":
        return self.filter(state=CardMove.WAITING)

    def held_up(self) -> "CardMoveQuerySet":
        """Asked about, and neither charged from here nor done with."""
        return self.exclude(state=CardMove.MOVED).filter(asked_at__isnull=False)


@pghistory.track(pghistory.UpdateEvent(), exclude=["asked_at"])
class CardMove(Changing):
    WAITING, MOVED, REFUSED = "waiting", "moved", "refused"
    STATES = [
        (WAITING, _("waits for the old plan to end")),
        (MOVED, _("charged from here")),
        (REFUSED, _("cannot be moved")),
    ]

    # The old system's number, so that a row comes in once.
    key = models.CharField(max_length=140, unique=True)
    came_by = models.ForeignKey(
        GivingImport, on_delete=models.PROTECT, related_name="cards"
    )
    pledge = models.OneToOneField(
        Pledge,
        verbose_name=_("pledge"),
        on_delete=models.PROTECT,
        related_name="card_move",
    )
    processor = models.CharField(_("kept by"), max_length=20, default="stripe")
    customer_ref = models.CharField(_("customer there"), max_length=120)
    method_ref = models.CharField(_("number there"), max_length=120, unique=True)
    plan_ref = models.CharField(_("old plan there"), max_length=120, blank=True)
    cut_over = models.DateField(_("from here from"))
    state = models.CharField(_("state"), max_length=7, choices=STATES, default=WAITING)
    # The processor's word for why it waits or cannot be moved.
    said = models.CharField(_("as the processor says"), max_length=120, blank=True)
    # Whoever has seen that the old plan has ended where we cannot look.
    released_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("said to have ended by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    released_reason = models.CharField(_("because"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("last asked"), null=True, blank=True)
    ended_at = models.DateTimeField(_("since"), null=True, blank=True)

    objects = CardMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("card on its way here")
        verbose_name_plural = _("cards on their way here")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="card_move_waiting",
                condition=Q(state="waiting"),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="card_move_ended_has_date",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None, released_reason="")
                | (Q(released_by__isnull=False) & ~Q(released_reason="")),
                name="card_move_released_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="card_move_stays", operation=pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.pledge.reference} · {self.get_state_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.WAITING

    @property
    def is_refused(self) -> bool:
        return self.state == self.REFUSED

    def refuse(self, why: str, now: datetime) -> None:
        self.change(state=self.REFUSED, said=why[:120], ended_at=now)

    def wait(self, why: str) -> None:
        self.change(said=why[:120])

    def release(self, by: StaffMember, why: str) -> None:
        """The old plan has ended where we cannot look, or there never was one."""
        self.change(released_by=by, released_reason=why[:300], asked_at=None)

    def consider_again(self) -> None:
        """Somebody has mended what was wrong with it."""
        self.change(state=self.WAITING, said="", ended_at=None, asked_at=None)
