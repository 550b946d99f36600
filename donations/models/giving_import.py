"""A file of givers, gifts or pledges from another system, and what came of each row."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from donations.models.fund import Fund
from donations.models.payment import Payment
from donations.models.pledge import Pledge
from ijm.models import AppendOnly, Changing, StaffMember, append_only_triggers


@pghistory.track()
class GivingImport(Changing):
    """The worker goes through the file; `done` lines are behind it."""

    class Kind(models.TextChoices):
        DONORS = "donors", _("donors")
        GIFTS = "gifts", _("gifts that were received")
        PLEDGES = "pledges", _("pledges that go on")
        CARDS = "cards", _("cards at Stripe, for pledges that are here")

    class State(models.TextChoices):
        ASKING = "asking", _("waits to be told which column is which")
        LOOKING = "looking", _("being looked through")
        LOOKED = "looked", _("waits for somebody to take it in")
        APPLYING = "applying", _("being taken in")
        APPLIED = "applied", _("taken in")
        DROPPED = "dropped", _("thrown away")

    kind = models.CharField(_("it holds"), max_length=7, choices=Kind)
    source = models.SlugField(
        _("the old system"),
        max_length=20,
        help_text=_(
            "One short word, the same for all its files: “givewp”. A row with a number "
            "of that system comes in once, in whatever file it is."
        ),
    )
    file_name = models.CharField(_("file"), max_length=200)
    # In private storage until it was taken in or thrown away: one line of JSON a row.
    kept_as = models.CharField(max_length=80, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.ASKING
    )
    headings = models.JSONField(default=list)
    # Which of the headings is which of our fields, and how days and sums are written.
    columns = models.JSONField(default=dict)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    fund = models.ForeignKey(
        Fund, verbose_name=_("fund"), on_delete=models.PROTECT, null=True, blank=True
    )
    lines = models.PositiveIntegerField(_("lines"), default=0)
    done = models.PositiveIntegerField(default=0)
    # What would happen, and then what did: {"new": 10, …}.
    foreseen = models.JSONField(default=dict)
    counted = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("sent in"), default=timezone.now)
    made_by = models.ForeignKey(
        StaffMember, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("file from an old system")
        verbose_name_plural = _("files from an old system")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=models.F("lines")),
                name="giving_import_not_beyond",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="giving_import_stays", operation=pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.file_name


class Moved(AppendOnly):
    """A row of an old system that is here: its key is what keeps it from coming twice.

    A key holds the old system's number, or a keyed hash where there was none.
    """

    key = models.CharField(max_length=140, unique=True)
    came_by = models.ForeignKey(
        GivingImport, on_delete=models.PROTECT, related_name="moved"
    )
    donor = models.ForeignKey(
        Donor, on_delete=models.PROTECT, null=True, related_name="+"
    )
    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, null=True, related_name="+"
    )
    pledge = models.OneToOneField(
        Pledge, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("row from an old system")
        verbose_name_plural = _("rows from an old system")
        triggers = append_only_triggers("moved")
        constraints = [
            models.CheckConstraint(
                condition=Q(donor__isnull=False, payment=None, pledge=None)
                | Q(donor=None, payment__isnull=False, pledge=None)
                | Q(donor=None, payment=None, pledge__isnull=False),
                name="moved_is_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.key
