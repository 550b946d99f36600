"""The numbers of documents: one after another, drawn under a lock, none left out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from donations.models.receipt_guards import SERIES_GUARDS

SINGLE, ANNUAL = "single", "annual"
KINDS = [(SINGLE, _("receipt for one gift")), (ANNUAL, _("statement of a year"))]


class ReceiptSeriesQuerySet(models.QuerySet["ReceiptSeries"]):
    def next_in(self, country: str, kind: str) -> int:
        """The next number, held for this transaction until its document is written."""
        held = self.select_for_update().filter(country=country, kind=kind)
        if not held:
            first = self.model(country=country, kind=kind)
            self.bulk_create([first], ignore_conflicts=True)
            held = held.all()
        return held[0].last + 1


class ReceiptSeries(models.Model):
    """How far the numbers of one kind of document are. Only the trigger counts."""

    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=6, choices=KINDS)
    last = models.BigIntegerField(default=0)

    objects = ReceiptSeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind"], name="receipt_series_once"
            )
        ]
        triggers = SERIES_GUARDS

    def __str__(self) -> str:
        return f"{self.country} {self.kind}: {self.last}"
