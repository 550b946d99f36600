"""What staff wrote down about a donor, and what happened to the donor’s own row."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from ijm.models import AppendOnly, StaffMember, append_only_triggers


class DonorNote(AppendOnly):
    """Written once. `by` is empty for what the donor did, or the house by itself."""

    NOTE, SIGNED_IN, DETAILS = "note", "signed in", "details"
    ADDRESS, LINK, JOINED, COPY = "address", "link", "joined", "copy"
    KINDS = [
        (NOTE, _("note")),
        (SIGNED_IN, _("signed in to the portal")),
        (DETAILS, _("contact details changed")),
        (ADDRESS, _("e-mail address")),
        (LINK, _("a sign-in link was sent")),
        (JOINED, _("joined with another row")),
        (COPY, _("took a copy of their data")),
    ]

    donor = models.ForeignKey(
        Donor, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="notes"
    )
    kind = models.CharField(_("what"), max_length=10, choices=KINDS, default=NOTE)
    text = models.CharField(_("note"), max_length=1000, blank=True)
    by = models.ForeignKey(
        StaffMember,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("note about a donor")
        verbose_name_plural = _("notes about donors")
        ordering = ["-at", "-pk"]
        triggers = append_only_triggers("donor_note")
        indexes = [models.Index(fields=["donor", "-at"], name="donor_note_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="note") | (~Q(text="") & Q(by__isnull=False)),
                name="donor_note_says_something",
                violation_error_message=_("Write what there is to know."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text}".strip()
