"""A post or page that came from another site: where it stood, what became of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing
from stories.models.triaging import Triaging


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def waiting(self) -> "ArrivalQuerySet":
        """Those that nobody decided on, nor published as they are."""
        return self.filter(decision="", story__published_at=None)

    def handed_to(self, writer: Any) -> "ArrivalQuerySet":
        """Theirs to finish: it leaves their list when it is public."""
        return self.filter(handed_to=writer.pk, story__published_at=None)

    def numbers_of(self, source: str, numbers: list[str]) -> set[str]:
        """Those of `numbers` that are here already."""
        here = self.filter(source=source, number__in=numbers)
        return set(here.values_list("number", flat=True))

    def visible_to(self, person: Any) -> "ArrivalQuerySet":
        from stories.models.story import Story  # it comes after what it arrived by

        stories = Story.objects.visible_to(person)
        return self.filter(story__in=stories.values("pk"))


class Arrival(Triaging, Changing):
    class Decision(models.TextChoices):
        THROWN_AWAY = "thrown_away", _("thrown away")
        KEPT = "kept", _("kept as a draft")
        HANDED_ON = "handed_on", _("handed to a writer")
        LOW_RISK = "low_risk", _("low-risk")

    source = models.CharField(_("old site"), max_length=120)
    number = models.CharField(_("its number there"), max_length=40)
    kind = models.CharField(_("its type there"), max_length=40)
    status = models.CharField(_("its state there"), max_length=20)
    story = models.OneToOneField(
        "stories.Story", on_delete=models.PROTECT, related_name="arrival"
    )
    arrived_at = models.DateTimeField(_("arrived"), default=timezone.now)
    decision = models.CharField(
        _("decision"), max_length=12, choices=Decision, blank=True
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed to"),
    )

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["-pk"]
        permissions = [("decide_arrival", "Can decide at the triage desk")]
        indexes = [
            models.Index(
                fields=["-id"], name="arrival_undecided", condition=Q(decision="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="arrival_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (
                    ~Q(decision="")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="arrival_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decision="handed_on", handed_to__isnull=False)
                | (~Q(decision="handed_on") & Q(handed_to=None)),
                name="arrival_handed_to_somebody",
                violation_error_message=_("Say to whom it is handed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"


class Leftover(models.Model):
    """Something of the old site that was not understood, so that a person can look."""

    source = models.CharField(_("old site"), max_length=120)
    arrival = models.ForeignKey(
        Arrival, on_delete=models.CASCADE, null=True, related_name="leftovers"
    )
    code = models.CharField(_("what"), max_length=24)
    words = models.CharField(_("which"), max_length=400, blank=True)
    seen = models.PositiveIntegerField(_("how often"), default=1)

    class Meta:
        verbose_name = _("leftover")
        verbose_name_plural = _("leftovers")
        ordering = ["arrival", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "arrival", "code", "words"],
                name="leftover_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()


class OldFile(Changing):
    """A file of the old site's uploads, and the photo it became."""

    source = models.CharField(max_length=120)
    path = models.CharField(max_length=400)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=400, blank=True)
    alt = models.CharField(max_length=400, blank=True)
    caption = models.CharField(max_length=400, blank=True)
    photo = models.ForeignKey(
        "stories.Photo", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("old file")
        verbose_name_plural = _("old files")
        indexes = [models.Index(fields=["source", "number"], name="old_file_by_number")]
        constraints = [
            models.UniqueConstraint(fields=["source", "path"], name="old_file_once")
        ]

    def __str__(self) -> str:
        return self.path
