"""What a donor agreed to on the review page: the words, when, and the gift it made."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from donations.models.opened_by_token import OpenedByToken, token_digest
from donations.models.payment import Payment
from donations.models.pledge import Pledge
from ijm.models import AppendOnly, append_only_triggers


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def behind(self, token: str) -> "Agreement | None":
        """The agreement whose thanks page a token opens."""
        found = self.filter(token_digest=token_digest(token))
        return found.select_related("donor", "payment", "pledge").first()

    def record(self, **columns: Any) -> "Agreement":
        made = Agreement(**columns)
        made.token_digest = token_digest(made.token)
        made.save(force_insert=True)
        return made


class Agreement(OpenedByToken, AppendOnly):
    """One press of the last button. Its key is unique, so it makes one gift."""

    token_purpose = "donations.thanks"  # noqa: S105  (no secret: what it is for)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("form key"), max_length=64, unique=True)
    body_digest = models.BinaryField(_("hash of what was sent"), max_length=32)
    token_digest = models.BinaryField(max_length=32, unique=True)
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, verbose_name=_("donor"))
    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, null=True, verbose_name=_("gift")
    )
    pledge = models.OneToOneField(
        Pledge, on_delete=models.PROTECT, null=True, verbose_name=_("pledge")
    )
    version = models.CharField(_("version of the words"), max_length=20)
    words = models.TextField(_("words agreed to"))
    agreed_at = models.DateTimeField(_("agreed"), default=timezone.now)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-agreed_at"]
        triggers = append_only_triggers("agreement")
        constraints = [
            models.CheckConstraint(
                condition=Q(payment=None, pledge__isnull=False)
                | Q(payment__isnull=False, pledge=None),
                name="agreement_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.agreed_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("donations:thanks", args=[self.token])
