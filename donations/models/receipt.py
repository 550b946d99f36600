"""A tax document as it was given out: numbered without gaps, never changed.

What it says is frozen in `snapshot`; its PDF lies in private storage under its own
hash. It can only be voided.
"""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from donations.models.receipt_guards import (
    NUMBER_FOLLOWS,
    VOID_FREES_ITS_GIFTS,
)
from donations.models.receipt_series import ANNUAL, KINDS, SINGLE
from ijm.models import AppendOnly, StaffMember, append_only_triggers
from ijm.money import Money

if TYPE_CHECKING:
    from donations.models.statement_run import StatementItem

LETTER_OF = {SINGLE: "R", ANNUAL: "S"}


class AlreadyVoid(Exception):
    """The document has been voided before."""


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def standing(self) -> "ReceiptQuerySet":
        return self.filter(voided=None)

    def void(self) -> "ReceiptQuerySet":
        return self.filter(voided__isnull=False)

    def of(self, donor: Donor) -> "ReceiptQuerySet":
        return self.filter(Q(donor=donor) | Q(donor__merged_into=donor))


class Receipt(AppendOnly):
    SINGLE, ANNUAL = SINGLE, ANNUAL

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(_("country"), max_length=2)
    kind = models.CharField(_("kind"), max_length=6, choices=KINDS)
    serial = models.BigIntegerField(_("number"))
    # The calendar year in which the tax year ends.
    year = models.PositiveSmallIntegerField(_("tax year"))
    donor = models.ForeignKey(
        Donor,
        verbose_name=_("donor"),
        on_delete=models.PROTECT,
        related_name="receipts",
    )
    currency = models.CharField(_("currency"), max_length=3)
    total_minor = models.BigIntegerField(_("total"))
    snapshot = models.JSONField(_("what it says"), editable=False)
    pdf_sha256 = models.BinaryField(max_length=32, editable=False)
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("issued by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("replaces"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts and statements")
        ordering = ["-issued_at", "-serial"]
        permissions = [("issue_receipt", _("Can issue, correct and void receipts"))]
        indexes = [
            models.Index(fields=["-issued_at", "-serial"], name="receipt_newest"),
            models.Index(fields=["donor", "year"], name="receipt_of_a_year"),
        ]
        triggers = [*append_only_triggers("receipt"), NUMBER_FOLLOWS]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind", "serial"], name="receipt_number_once"
            ),
            models.CheckConstraint(
                condition=Q(country__in=["AU", "CA", "GB", "US"]),
                name="receipt_country_known",
            ),
            models.CheckConstraint(
                condition=Q(serial__gt=0, total_minor__gt=0),
                name="receipt_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[SINGLE, ANNUAL]), name="receipt_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=models.F("id")),
                name="receipt_replaces_another",
            ),
        ]

    voided: "ReceiptVoid"
    replaced_by: "Receipt"
    item: "StatementItem"

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What is printed: AU-S-000012."""
        return number_of(self.country, self.kind, self.serial)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def is_void(self) -> bool:
        return hasattr(self, "voided")

    @property
    def is_annual(self) -> bool:
        return self.kind == ANNUAL

    @property
    def title(self) -> str:
        return self.snapshot.get("title", "")

    @property
    def pdf_name(self) -> str:
        return stored_as(bytes(self.pdf_sha256))

    def void(
        self,
        reason: str,
        now: datetime,
        by: StaffMember | None = None,
        to_replace: bool = False,
    ) -> "ReceiptVoid":
        """Its gifts are free for another document; with `to_replace` one is due."""
        made, fresh = ReceiptVoid.objects.get_or_create(
            receipt=self,
            defaults={"at": now, "by": by, "reason": reason, "to_replace": to_replace},
        )
        if not fresh:
            raise AlreadyVoid(self.number)
        self.refresh_from_db()
        return made


class ReceiptVoid(AppendOnly):
    """The end of a document: by whom, why, and whether another takes its place."""

    receipt = models.OneToOneField(
        Receipt, primary_key=True, on_delete=models.PROTECT, related_name="voided"
    )
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        StaffMember,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    reason = models.CharField(_("why"), max_length=300)
    to_replace = models.BooleanField(_("to be replaced"))

    class Meta:
        verbose_name = _("voided receipt")
        verbose_name_plural = _("voided receipts")
        triggers = [*append_only_triggers("receipt_void"), VOID_FREES_ITS_GIFTS]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="receipt_void_has_reason"
            )
        ]

    def __str__(self) -> str:
        return str(self.receipt)


def number_of(country: str, kind: str, serial: int) -> str:
    return f"{country}-{LETTER_OF[kind]}-{serial:06}"


def stored_as(digest: bytes) -> str:
    """The name of a PDF in private storage: its own hash, two letters a folder."""
    return f"receipts/{digest.hex()[:2]}/{digest.hex()}.pdf"
