"""A publication or an end that comes by itself at its time. The worker fires it."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models import SiteSettings
from ijm.models.changing import Changing
from ijm.zones import known_zone, on_clocks

if TYPE_CHECKING:
    from ijm.models import StaffMember

WAITING = Q(fired_at=None, failed_at=None, cancelled_at=None)


class PlannedChangeQuerySet(models.QuerySet["PlannedChange"]):
    def waiting(self) -> "PlannedChangeQuerySet":
        return self.filter(WAITING)

    def due(self, now: datetime) -> "PlannedChangeQuerySet":
        return self.waiting().filter(due_at__lte=now)

    def failed(self) -> "PlannedChangeQuerySet":
        """Those that nobody has settled yet."""
        return self.filter(cancelled_at=None).exclude(failed_at=None)

    def unsettled(self) -> "PlannedChangeQuerySet":
        return self.filter(fired_at=None, cancelled_at=None)


class PlannedChange(Changing):
    class Kind(models.TextChoices):
        PUBLISH = "publish", _("goes public")
        UNPUBLISH = "unpublish", _("ends")

    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, related_name="planned_changes"
    )
    kind = models.CharField(_("what"), max_length=9, choices=Kind)
    # What goes public: later saves of the story do not change it.
    revision = models.ForeignKey(
        "stories.Revision", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_at = models.DateTimeField(_("when"))
    zone = models.CharField(_("time zone"), max_length=64, validators=[known_zone])
    planned_at = models.DateTimeField(_("planned on"), default=timezone.now)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("planned by"),
    )
    alone_because = models.CharField(_("why alone"), max_length=400, blank=True)
    burn_old_address = models.BooleanField(_("burn the old address"), default=False)
    fired_at = models.DateTimeField(_("done"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    failure = models.TextField(_("why it failed"), blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )
    cancelled_because = models.CharField(_("why cancelled"), max_length=400, blank=True)

    objects = PlannedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned change")
        verbose_name_plural = _("planned changes")
        ordering = ["-planned_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], name="planned_change_due", condition=WAITING
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "kind"],
                name="planned_change_one_waiting",
                condition=WAITING,
                violation_error_message=_("This is planned already. Change that plan."),
            ),
            models.CheckConstraint(
                condition=Q(kind="publish", revision__isnull=False)
                | Q(kind="unpublish", revision=None),
                name="planned_change_knows_what",
            ),
            models.CheckConstraint(
                condition=Q(fired_at=None) | Q(failed_at=None, cancelled_at=None),
                name="planned_change_has_one_outcome",
            ),
            models.CheckConstraint(
                condition=Q(failed_at=None, failure="")
                | (Q(failed_at__isnull=False) & ~Q(failure="")),
                name="planned_change_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancelled_because="")
                | (
                    Q(cancelled_at__isnull=False, cancelled_by__isnull=False)
                    & ~Q(cancelled_because="")
                ),
                name="planned_change_cancelled_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story} {self.get_kind_display()}"

    @property
    def is_waiting(self) -> bool:
        return not (self.fired_at or self.failed_at or self.cancelled_at)

    @property
    def has_failed(self) -> bool:
        return self.failed_at is not None and self.cancelled_at is None

    @property
    def publishes(self) -> bool:
        return self.kind == self.Kind.PUBLISH

    @property
    def local_due_at(self) -> datetime:
        """Its moment on the clocks of the zone it was planned in."""
        return self.due_at.astimezone(ZoneInfo(self.zone))

    @property
    def clocks(self) -> str:
        """Its moment, in the zone it was planned in and in those of the desk."""
        zones = [self.zone, *SiteSettings.current().zones]
        return on_clocks(self.due_at, dict.fromkeys(zones))

    def cancel(self, by: "StaffMember", why: str, now: datetime) -> None:
        self.change(cancelled_at=now, cancelled_by=by, cancelled_because=why)
        self.story.record("cancelled", by, now, why, self.revision)

    def fail(self, why: str, now: datetime) -> None:
        self.change(failed_at=now, failure=why)
        self.story.record("failed", self.planned_by, now, why[:400], self.revision)
