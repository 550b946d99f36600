"""Who gives. An address counts for nothing until somebody has proved it."""

import uuid
from datetime import datetime

import pghistory
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import addresses
from ijm.models import Changing


class DonorQuerySet(models.QuerySet["Donor"]):
    def standing(self) -> "DonorQuerySet":
        """Rows that have not been joined to another."""
        return self.filter(merged_into=None)

    def at(self, address: str) -> "DonorQuerySet":
        """Rows that carry this address, proved or only typed."""
        wanted = addresses.normalise(address)
        return (
            self.alias(_address=Lower("email"))
            .filter(_address=wanted)
            .exclude(email="")
        )

    def to_write_to(self, address: str) -> "Donor | None":
        """Whom a letter to this address is about: the proved row, or the first."""
        found = self.standing().at(address)
        return found.order_by(
            F("email_verified_at").asc(nulls_last=True), "created_at"
        ).first()


@pghistory.track()
class Donor(Changing):
    PERSON, ORGANISATION = "person", "organisation"
    KINDS = [(PERSON, _("person")), (ORGANISATION, _("organisation"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default=PERSON)
    display_name = models.CharField(_("full name"), max_length=200)
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    email_verified_at = models.DateTimeField(
        _("address proved"), null=True, blank=True, editable=False
    )
    postal_address = models.TextField(_("postal address"), max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("joined to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="joined",
    )
    created_at = models.DateTimeField(_("first known"), default=timezone.now)

    objects = DonorQuerySet.as_manager()

    class Meta:
        verbose_name = _("donor")
        verbose_name_plural = _("donors")
        ordering = ["-created_at"]
        indexes = [
            models.Index(Lower("email"), name="donor_email"),
            models.Index(fields=["-created_at"], name="donor_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(email_verified_at__isnull=False, merged_into=None),
                name="donor_proved_address_once",
                violation_error_message=_("Another donor has proved this address."),
            ),
            models.CheckConstraint(
                condition=Q(email_verified_at=None) | ~Q(email=""),
                name="donor_proved_has_address",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="donor_not_joined_to_itself",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "organisation"]),
                name="donor_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_standing(self) -> bool:
        return self.merged_into_id is None

    @property
    def is_proved(self) -> bool:
        return self.email_verified_at is not None

    def prove_address(self, now: datetime) -> "Donor":
        """The owner of the address is here: one donor from all rows that carry it.

        Returns the row that stands afterwards.
        """
        with transaction.atomic():
            rows = list(
                Donor.objects.standing()
                .at(self.email)
                .select_for_update()
                .order_by("created_at", "pk")
            )
            survivor = next((row for row in rows if row.is_proved), rows[0])
            if not survivor.is_proved:
                survivor.change(email_verified_at=now)
            for row in rows:
                if row != survivor:
                    row.merge_into(survivor)
        return survivor

    def merge_into(self, survivor: "Donor") -> None:
        """A tombstone: books keep naming this row, promises still open move over."""
        from donations.models.pledge import Pledge  # pledge imports this module

        with transaction.atomic():
            self.change(merged_into=survivor)
            Pledge.objects.filter(donor=self).unended().update(donor=survivor)


def belonging_to(donor: Donor) -> Q:
    """For rows with a `donor`: this donor's, and those of rows joined to it."""
    return Q(donor=donor) | Q(donor__merged_into=donor)
