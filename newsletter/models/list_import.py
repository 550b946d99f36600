"""One file of readers from elsewhere: what it said, what it did, and how to undo it."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing
from newsletter.models.consent import LawfulBasis


@pghistory.track()
class ListImport(Changing):
    """The worker goes through the file by slices; `done` lines are behind it."""

    class State(models.TextChoices):
        LOOKING = "looking", _("being looked through")
        LOOKED = "looked", _("waits for somebody to take it in")
        APPLYING = "applying", _("being taken in")
        APPLIED = "applied", _("taken in")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        DROPPED = "dropped", _("thrown away")

    file_name = models.CharField(_("file"), max_length=200)
    # In private storage until it was taken in or thrown away: one line of JSON a row.
    kept_as = models.CharField(max_length=80, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.LOOKING
    )
    interests = ArrayField(models.SlugField(max_length=40), default=list)
    # Words of the file's groups column → slug of an interest.
    groups = models.JSONField(default=dict)
    lawful_basis = models.CharField(
        _("lawful basis"),
        max_length=24,
        choices=LawfulBasis,
        default=LawfulBasis.IMPORTED,
    )
    evidence = models.CharField(
        _("where the consents were given"),
        max_length=240,
        help_text=_(
            "Kept with each person: the form, the years, who holds the records."
        ),
    )
    lines = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # What would happen, and then what did: {"joins": 10, …}.
    foreseen = models.JSONField(default=dict)
    counted = models.JSONField(default=dict)
    # The first few rows that were not understood: [line, why]; never an address.
    unclear = models.JSONField(default=list)
    made_at = models.DateTimeField(_("sent in"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(evidence=""),
                name="list_import_has_evidence",
                violation_error_message=_("Say where these people agreed."),
            ),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("lines")), name="list_import_not_beyond"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
