"""Addresses we do not write to, kept as keyed hashes so that nobody can read them."""

from datetime import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ijm import journal
from ijm.addresses import normalise
from ijm.keyed_hash import digest
from ijm.models import Changing

PURPOSE = "newsletter.suppression"


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def standing(self) -> "SuppressionQuerySet":
        return self.filter(lifted_at=None)

    def against(self, address: str) -> "SuppressionQuerySet":
        return self.standing().filter(digest=Suppression.digest_of(address))


@pghistory.track()
class Suppression(Changing):
    """Never asked by receipts: a gift is answered whatever stands here."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
        ERASED = "erased", _("erased on request")
        OBJECTED = "objected", _("owner said: never write to me")
        COMPLAINED = "complained", _("marked our mail as spam")
        BOUNCED = "bounced", _("address does not exist")
        STAFF = "staff", _("staff, on request")

    class Scope(models.TextChoices):
        BULK = "bulk", _("newsletters")
        ALL = "all", _("newsletters and letters about them")

    # What a fresh double opt-in by the owner lifts; all else stands until staff act.
    OWN_WISH = (Reason.UNSUBSCRIBED, Reason.ERASED)

    digest = models.BinaryField(_("keyed hash"), max_length=32, editable=False)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    scope = models.CharField(_("stops"), max_length=4, choices=Scope)
    since = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    note = models.CharField(
        _("why"),
        max_length=240,
        blank=True,
        help_text=_("What was asked, and how. No names or addresses here."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "reason"],
                condition=models.Q(lifted_at=None),
                name="suppression_once_per_reason",
                violation_error_message=_("This address is suppressed already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.since:%Y-%m-%d}"

    @staticmethod
    def digest_of(address: str) -> bytes:
        return digest(normalise(address), PURPOSE)

    @classmethod
    def suppress(
        cls, address: str, reason: str, scope: str, now: datetime, **staff: object
    ) -> None:
        """Safe to run twice: one standing row for each reason."""
        row = cls(
            digest=cls.digest_of(address),
            reason=reason,
            scope=scope,
            since=now,
            **staff,  # type: ignore[arg-type]
        )
        cls.objects.bulk_create([row], ignore_conflicts=True)
        journal.note(
            "address-suppressed",
            digest=row.digest.hex(),
            reason=str(reason),
            scope=str(scope),
        )

    @classmethod
    def lift_own_wish(cls, address: str, now: datetime) -> None:
        own = cls.objects.against(address).filter(reason__in=cls.OWN_WISH)
        own.update(lifted_at=now)

    @classmethod
    def silences(cls, address: str) -> bool:
        """True where not even a confirmation may be sent."""
        return cls.objects.against(address).exclude(reason__in=cls.OWN_WISH).exists()

    def lift(self, *, by: object, note: str, now: datetime) -> None:
        self.change(lifted_at=now, by=by, note=note)
