"""Who gives. An address counts for nothing until somebody has proved it."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.joining import JOINS_WHAT_STANDS, Joining
from ijm import addresses, mail
from ijm.models import Changing, StaffMember

if TYPE_CHECKING:
    from donations.models.note import DonorNote

SHORTEST_PART = 3


class DonorQuerySet(models.QuerySet["Donor"]):
    def standing(self) -> "DonorQuerySet":
        """Rows that have not been joined to another, of people we still know."""
        return self.filter(merged_into=None, forgotten_at=None)

    def at(self, address: str) -> "DonorQuerySet":
        """Rows that carry this address, proved or only typed."""
        wanted = {spelled.lower() for spelled in addresses.spellings(address)}
        return (
            self.alias(_address=Lower("email"))
            .filter(_address__in=wanted)
            .exclude(email="")
        )

    def named(self, name: str) -> "DonorQuerySet":
        """By the whole name, whatever its capitals; an index answers."""
        wanted = " ".join(name.split()).lower()
        return self.alias(_name=Lower("display_name")).filter(_name=wanted)

    def opened_by(self, address: str) -> "DonorQuerySet":
        """Rows whose portal a letter to this address may open.

        An address proved by a row that was joined to another leads to that other; one
        that was only typed leads nowhere, for it may be anybody's.
        """
        proved = Q(email_verified_at__isnull=False)
        return self.at(address).filter(Q(merged_into=None) | proved, forgotten_at=None)

    def beginning(self, address: str) -> "DonorQuerySet":
        """By how an address begins; an index answers."""
        wanted = address.strip().lower()
        return self.alias(_address=Lower("email")).filter(_address__startswith=wanted)

    def called(self, name: str) -> "DonorQuerySet":
        """By parts of a name, in any order. Of fewer letters an index knows nothing."""
        parts = [part for part in name.split() if len(part) >= SHORTEST_PART]
        found = self if parts else self.none()
        for part in parts:
            found = found.filter(display_name__icontains=part)
        return found

    def to_write_to(self, address: str) -> "Donor | None":
        """Whom a letter to this address is about: the proved row, or the first."""
        return (
            self.opened_by(address)
            .order_by(
                F("merged_into").asc(nulls_first=True),
                F("email_verified_at").asc(nulls_last=True),
                "created_at",
            )
            .first()
        )


@pghistory.track()
class Donor(Joining, Changing):
    PERSON, ORGANISATION = "person", "organisation"
    KINDS = [(PERSON, _("person")), (ORGANISATION, _("organisation"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default=PERSON)
    display_name = models.CharField(_("full name"), max_length=200)
    contact_name = models.CharField(
        _("contact person"),
        max_length=200,
        blank=True,
        help_text=_("Whom we write to where the donor is an organisation."),
    )
    email = models.CharField(_("e-mail address"), max_length=254, blank=True)
    email_verified_at = models.DateTimeField(
        _("address proved"), null=True, blank=True, editable=False
    )
    asked_no_more_at = models.DateTimeField(
        _("wants no letter that asks, since"), null=True, blank=True, editable=False
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
    forgotten_at = models.DateTimeField(
        _("erased"), null=True, blank=True, editable=False
    )
    books_forgotten_at = models.DateTimeField(
        _("documents deleted"), null=True, blank=True, editable=False
    )

    objects = DonorQuerySet.as_manager()

    class Meta:
        verbose_name = _("donor")
        verbose_name_plural = _("donors")
        permissions = [("erase_donor", _("Can copy and erase a donor’s data"))]
        ordering = ["-created_at"]
        triggers = [JOINS_WHAT_STANDS]
        indexes = [
            models.Index(Lower("email"), name="donor_email"),
            # How an address begins, and parts of names, whatever the collation.
            models.Index(
                OpClass(Lower("email"), "text_pattern_ops"), name="donor_email_begins"
            ),
            GinIndex(
                OpClass(Upper("display_name"), "gin_trgm_ops"), name="donor_name_parts"
            ),
            models.Index(Lower("display_name"), name="donor_name"),
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
            models.CheckConstraint(
                condition=Q(forgotten_at=None)
                | Q(
                    display_name="",
                    contact_name="",
                    email="",
                    postal_address="",
                    email_verified_at=None,
                ),
                name="donor_forgotten_has_no_data",
            ),
        ]

    def __str__(self) -> str:
        if self.is_forgotten:
            return str(_("Erased donor %s")) % str(self.pk)[:8]
        return self.display_name

    @property
    def is_forgotten(self) -> bool:
        return self.forgotten_at is not None

    @property
    def addressee(self) -> str:
        """Whom a letter greets."""
        return self.contact_name or self.display_name

    @property
    def is_standing(self) -> bool:
        return self.merged_into_id is None

    @property
    def is_joinable(self) -> bool:
        return self.is_standing and not self.is_forgotten

    @property
    def is_proved(self) -> bool:
        return self.email_verified_at is not None

    @property
    def may_be_asked(self) -> bool:
        """Whether a letter may ask for more."""
        return bool(self.email) and self.asked_no_more_at is None

    def ask_no_more(self, at: datetime, by: StaffMember, reason: str) -> None:
        """As they told somebody; in the portal they say it themselves."""
        with transaction.atomic():
            self.change(asked_no_more_at=at)
            self.write_down("note", at, by, reason)

    def write_down(
        self, kind: str, at: datetime, by: StaffMember | None = None, text: str = ""
    ) -> "DonorNote":
        """For the donor’s page; `by` is None for the donor."""
        return self.notes.create(kind=kind, at=at, by=by, text=text)

    def correct(
        self,
        now: datetime,
        by: StaffMember | None = None,
        reason: str = "",
        **details: str,
    ) -> None:
        """Name and postal address, never the e-mail. What staff did, a letter tells."""
        if Donor.objects.filter(pk=self.pk, **details).exists():
            return  # a form has changed this object already: the row tells
        with transaction.atomic():
            self.change(**details)
            note = self.write_down("details", now, by, reason)
            if by and self.email:
                mail.post(
                    "details-changed",
                    to=self.email,
                    about=note,
                    cause=f"details-changed:{note.pk}",
                )

    def and_joined(self) -> DonorQuerySet:
        """This row, and those joined to it."""
        return Donor.objects.filter(Q(pk=self.pk) | Q(merged_into=self))


def belonging_to(donor: Donor) -> Q:
    """For rows with a `donor`: this donor's, and those of rows joined to it."""
    return Q(donor=donor) | Q(donor__merged_into=donor)
