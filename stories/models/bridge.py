"""What may be public for a while though nobody has answered for it properly yet.

Somebody called an arrival low-risk; *Safeguarding* signs for many such at once, until a
day. It holds for the revision and the photos that were looked at, and no others.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.dates import start_of, today
from ijm.models.append_only import AppendOnly, append_only_triggers
from ijm.models.changing import Changing
from stories.models.photo import Photo

if TYPE_CHECKING:
    from stories.models.revision import Revision

LONGEST = timedelta(days=180)


class BridgingAcceptance(Changing):
    signed_at = models.DateTimeField(_("signed"), default=timezone.now, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("signed by"),
    )
    ends_on = models.DateField(
        _("ends on"),
        help_text=_(
            "From the start of this day nothing is public under it any more. Half a "
            "year ahead at most."
        ),
    )
    reason = models.CharField(
        _("why it can be answered for"),
        max_length=400,
        help_text=_("What was looked at, and why waiting would do more harm."),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ended by"),
    )
    ended_why = models.CharField(_("why it ended"), max_length=400, editable=False)

    class Meta:
        verbose_name = _("bridging acceptance")
        verbose_name_plural = _("bridging acceptances")
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__lte=F("signed_at") + LONGEST),
                name="bridging_half_a_year_at_most",
                violation_error_message=_("It lasts half a year at most."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="bridging_has_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="bridging_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(name)s, until %(day)s")) % {
            "name": self.signed_by,
            "day": self.ends_on,
        }

    @property
    def ends_at(self) -> datetime:
        return start_of(self.ends_on)

    def holds(self, now: datetime) -> bool:
        return self.ended_at is None and self.ends_at > now


class IsOneOf(Func):
    """`id = ANY(numbers)`, of a row and of the row around it."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = models.BooleanField()


class BridgeQuerySet(models.QuerySet["Bridge"]):
    def visible_to(self, person: Any) -> "BridgeQuerySet":
        from stories.models.story import Story  # it comes after what it stands on

        stories = Story.objects.visible_to(person)
        return self.filter(story__in=stories.values("pk"))

    def in_force(self, now: datetime) -> "BridgeQuerySet":
        """As long as nothing contradicts them: see `contradicted`."""
        return self.filter(
            acceptance__ended_at=None, acceptance__ends_on__gt=today(now)
        ).exclude(CONTRADICTED)

    def contradicted(self) -> "BridgeQuerySet":
        """Somebody has meanwhile said that it is not low-risk."""
        return self.filter(CONTRADICTED)

    def leaned_on(self) -> "BridgeQuerySet":
        """Those whose words or photos nobody has answered for properly."""
        unanswered = Photo.objects.filter(
            IsOneOf(F("pk"), OuterRef("photo_ids")), recognisable=""
        )
        return self.filter(Q(revision__content__recognisable="") | Exists(unanswered))

    def public(self, now: datetime) -> "BridgeQuerySet":
        """Those that something public stands on now."""
        from stories.models.edition import Edition  # it comes after what it stands on

        editions = Edition.objects.public(now).filter(revision=OuterRef("revision"))
        return self.leaned_on().filter(Exists(editions))

    def ends_of(self, revision: "Revision", now: datetime) -> list[datetime]:
        """When what leans on a bridge must be gone: now, where none holds any more."""
        here = self.filter(revision=revision)
        if not here.leaned_on().exists():
            return []
        days = here.in_force(now).values_list("acceptance__ends_on", flat=True)
        return [max((start_of(day) for day in days), default=now)]


CONTRADICTED = ~Q(story__arrival__decision="low_risk") | Q(
    story__recognisable="subject"
)


class Bridge(AppendOnly):
    """One revision of one story, with the photos that nobody had answered for."""

    acceptance = models.ForeignKey(
        BridgingAcceptance, on_delete=models.PROTECT, related_name="bridges"
    )
    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, related_name="bridges"
    )
    revision = models.ForeignKey(
        "stories.Revision", on_delete=models.PROTECT, related_name="bridges"
    )
    photo_ids = ArrayField(models.BigIntegerField(), default=list)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("called low-risk by"),
    )

    objects = BridgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bridge")
        verbose_name_plural = _("bridges")
        ordering = ["story"]
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "story"], name="bridge_once")
        ]
        triggers = append_only_triggers("bridge")

    def __str__(self) -> str:
        return str(self.story)
