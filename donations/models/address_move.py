"""A donor’s way from one e-mail address to another: asked, held, proved, done.

Whoever asks in the portal has shown that they read the old box; the new one proves the
rest. Whoever has lost the old box goes through staff: a notice to the old address and
72 hours, or a second person, come before the new box gets its link.
"""

import uuid
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from ijm import addresses
from ijm.models import Changing, StaffMember

HOLD = timedelta(hours=72)
LASTS = timedelta(days=14)


class AddressMoveQuerySet(models.QuerySet["AddressMove"]):
    def open(self) -> "AddressMoveQuerySet":
        return self.filter(done_at=None, ended_at=None)

    def naming(self, address: str) -> "AddressMoveQuerySet":
        """Told by somebody of whom we know nothing else."""
        typed = [
            Q(old_email__iexact=spelled) | Q(new_email__iexact=spelled)
            for spelled in addresses.spellings(address)
        ]
        return self.filter(reduce(or_, typed), donor=None)

    def to_identify(self) -> "AddressMoveQuerySet":
        """Told by a visitor; nobody has said yet which donor that is."""
        return self.open().filter(donor=None)

    def held(self) -> "AddressMoveQuerySet":
        return self.open().filter(donor__isnull=False, link_sent_at=None)

    def ripe(self, now: datetime) -> "AddressMoveQuerySet":
        """Whose hold is over, by time or by a second person."""
        agreed = Q(approved_by__isnull=False) | Q(hold_until__lte=now)
        return self.held().filter(agreed)


@pghistory.track()
class AddressMove(Changing):
    CALLED_OFF, REFUSED, EXPIRED = "called off", "refused", "expired"
    ENDS = [
        (CALLED_OFF, _("called off from the old address")),
        (REFUSED, _("refused by staff")),
        (EXPIRED, _("not confirmed in time")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    donor = models.ForeignKey(
        Donor,
        verbose_name=_("donor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="address_moves",
    )
    old_email = models.CharField(_("old address"), max_length=254, blank=True)
    new_email = models.CharField(_("new address"), max_length=254)
    told = models.CharField(_("what they told us"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    by = models.ForeignKey(
        StaffMember,
        verbose_name=_("looked into by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    hold_until = models.DateTimeField(_("held until"), null=True, blank=True)
    approved_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("agreed to by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    link_sent_at = models.DateTimeField(_("link sent"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_reason = models.CharField(
        _("why it ended"), max_length=10, choices=ENDS, blank=True
    )

    objects = AddressMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        ordering = ["-asked_at"]
        permissions = [("agree_addressmove", _("Can agree to a change of address"))]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="address_move_open",
                condition=Q(done_at=None, ended_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["donor"],
                condition=Q(done_at=None, ended_at=None),
                name="address_move_one_open",
                violation_error_message=_("A change for this donor is under way."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("by")),
                name="address_move_by_two_people",
                violation_error_message=_("Somebody else must agree to this."),
            ),
            # What staff began goes no further before its time, or without a second.
            models.CheckConstraint(
                condition=Q(link_sent_at=None)
                | Q(by=None)
                | Q(approved_by__isnull=False)
                | Q(link_sent_at__gte=F("hold_until")),
                name="address_move_held",
            ),
            models.CheckConstraint(
                condition=Q(by=None) | Q(hold_until__isnull=False),
                name="address_move_by_staff_has_hold",
            ),
            models.CheckConstraint(
                condition=Q(donor__isnull=False) | Q(link_sent_at=None, done_at=None),
                name="address_move_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None)
                | Q(link_sent_at__isnull=False, ended_at=None),
                name="address_move_done_was_proved",
            ),
            models.CheckConstraint(
                condition=(Q(ended_at=None) & Q(ended_reason=""))
                | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
                name="address_move_ended_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_email or '–'} → {self.new_email}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.ended_at is None

    @property
    def is_to_identify(self) -> bool:
        return self.is_open and self.donor_id is None

    @property
    def is_held(self) -> bool:
        return self.is_open and self.donor_id is not None and not self.link_sent_at
