"""A take-down: everything of a subject leaves the public, then every other place.

One row is one case, from the first look until the last box is ticked.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing
from stories.models.person import person

if TYPE_CHECKING:
    from ijm.models import StaffMember


class TakeDownQuerySet(models.QuerySet["TakeDown"]):
    def open(self) -> "TakeDownQuerySet":
        return self.filter(ended_at=None)

    def to_look(self) -> "TakeDownQuerySet":
        return self.filter(looked_at=None, ended_at=None)

    def to_redact(self) -> "TakeDownQuerySet":
        """Two people agreed; the worker erases."""
        return self.filter(redacted_at=None).exclude(redaction_agreed_at=None)


class TakeDown(Changing):
    class Scope(models.TextChoices):
        NAMES = "names", _("the names, wherever they stand")
        WORDS = "words", _("the names, and all words of the stories listed here")

    subject = models.ForeignKey(
        "stories.Subject",
        on_delete=models.PROTECT,
        related_name="take_downs",
        verbose_name=_("subject"),
    )
    why = models.CharField(_("why"), max_length=300)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    begun_by = person(_("begun by"), null=False)
    # How far the worker has read, by table; see `stories.takedown.walking`.
    looked_from = models.JSONField(default=dict)
    looked_at = models.DateTimeField(_("looked through"), null=True)
    withdrawn_at = models.DateTimeField(_("taken down"), null=True)
    withdrawn_by = person(_("taken down by"))
    redaction = models.CharField(
        _("erase from the history"), max_length=5, choices=Scope, blank=True
    )
    redaction_asked_at = models.DateTimeField(_("erasing asked for"), null=True)
    redaction_asked_by = person(_("erasing asked for by"))
    redaction_agreed_at = models.DateTimeField(_("erasing agreed to"), null=True)
    redaction_agreed_by = person(_("erasing agreed to by"))
    redacted_from = models.JSONField(default=dict)
    redacted_at = models.DateTimeField(_("erased"), null=True)
    # Rows that were changed, by table: figures, never words.
    redacted = models.JSONField(default=dict)
    ended_at = models.DateTimeField(_("finished"), null=True)
    ended_by = person(_("finished by"))

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        verbose_name = _("take-down")
        verbose_name_plural = _("take-downs")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                name="take_down_one_open",
                condition=Q(ended_at=None),
                violation_error_message=_(
                    "A take-down of this person is under way already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(redaction_agreed_by=None)
                | (
                    Q(redaction_asked_by__isnull=False)
                    & ~Q(redaction_agreed_by=F("redaction_asked_by"))
                ),
                name="take_down_erased_by_two",
                violation_error_message=_("Erasing needs a second person."),
            ),
            models.CheckConstraint(
                condition=Q(redaction_agreed_at=None) | ~Q(redaction=""),
                name="take_down_erases_something",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(withdrawn_at__isnull=False),
                name="take_down_ends_after_it",
            ),
        ]

    def __str__(self) -> str:
        new = str(self._meta.verbose_name)
        return f"{self.pk} · {self.subject}" if self.pk else new

    def get_absolute_url(self) -> str:
        return reverse("admin:stories_takedown_change", args=[self.pk])

    @property
    def told(self) -> str:
        """What the history of a story says of it: a number, not whose."""
        return str(_("Take-down %s")) % self.pk

    @property
    def waits_for(self) -> Any:
        """What comes next, in words."""
        if self.ended_at:
            return _("finished")
        if not self.withdrawn_at:
            return _("to be taken down") if self.looked_at else _("being looked for")
        if self.redaction_agreed_at and not self.redacted_at:
            return _("being erased from the history")
        if self.redaction_asked_at and not self.redaction_agreed_at:
            return _("a second person, to erase it from the history")
        return _("what is left elsewhere")

    def may_end(self) -> bool:
        """Everything is down, every box is ticked, what was agreed is erased."""
        if not self.withdrawn_at or (self.redaction_agreed_at and not self.redacted_at):
            return False
        left = self.items.filter(is_theirs=True, done="")
        return not (left.exists() or self.steps.filter(done_at=None).exists())

    def end(self, by: "StaffMember", now: datetime) -> None:
        self.change(ended_at=now, ended_by=by)


class TakeDownItem(Changing):
    """A story, a photo or another text that shows the person, or names them."""

    class How(models.TextChoices):
        APPEARS = "appears", _("appears in its words")
        PICTURED = "pictured", _("is in the picture")
        RECORDED = "recorded", _("is in the recording or document")
        NAMED = "named", _("a full name stands in it")
        MAY_BE = "may_be", _("a common name stands in it")
        BY_HAND = "by_hand", _("added by hand")

    class Done(models.TextChoices):
        WITHDRAWN = "withdrawn", _("taken down")
        NEVER_PUBLIC = "unpublic", _("was never public; what was planned is cancelled")
        SCRUBBED = "scrubbed", _("the name was taken out of it")
        NOTHING = "nothing", _("nothing was left to do")

    take_down = models.ForeignKey(
        TakeDown, on_delete=models.PROTECT, related_name="items"
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey()
    how = models.CharField(_("how"), max_length=8, choices=How)
    # A common name may be somebody else's: then a person says so.
    is_theirs = models.BooleanField(_("is theirs"), default=True)
    decided_by = person(_("decided by"))
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    done = models.CharField(_("what was done"), max_length=9, choices=Done, blank=True)
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("part of a take-down")
        verbose_name_plural = _("parts of a take-down")
        ordering = ["content_type", "object_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["take_down", "content_type", "object_id"],
                name="take_down_item_once",
            ),
            models.CheckConstraint(
                condition=Q(done="", done_at=None)
                | (~Q(done="") & Q(done_at__isnull=False)),
                name="take_down_item_done_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.about)

    def decide(self, is_theirs: bool, by: "StaffMember") -> None:
        self.change(is_theirs=is_theirs, decided_by=by)


class TakeDownStep(Changing):
    """Something that only a person can do, outside the site: ticked with a date."""

    take_down = models.ForeignKey(
        TakeDown, on_delete=models.PROTECT, related_name="steps"
    )
    name = models.CharField(max_length=20)
    note = models.CharField(_("note"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = person(_("done by"))

    class Meta:
        verbose_name = _("step of a take-down")
        verbose_name_plural = _("steps of a take-down")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["take_down", "name"], name="take_down_step_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="take_down_step_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def tick(self, by: "StaffMember", note: str, now: datetime) -> None:
        self.change(done_at=now, done_by=by, note=note)
