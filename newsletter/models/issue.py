"""One newsletter: stories in an order, for an audience, at a time."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing
from newsletter.models.interest import Interest
from newsletter.models.steering import Steering


def known_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Write a time zone like Australia/Sydney."))


# audience = sent + failed + skipped + cancelled + unknown, or it is not sent yet.
ADDS_UP = pgtrigger.Trigger(
    name="issue_adds_up",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Q(new__state="sent") & ~pgtrigger.Q(old__state="sent"),
    func="""
        IF EXISTS (SELECT FROM newsletter_delivery WHERE issue_id = NEW.id
                   AND state IN ('pending', 'sending'))
           OR NEW.audience_count IS DISTINCT FROM
              (SELECT count(*) FROM newsletter_delivery WHERE issue_id = NEW.id)
        THEN RAISE EXCEPTION 'Issue % does not add up.', NEW.id
             USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


class IssueQuerySet(models.QuerySet["Issue"]):
    def in_archive(self) -> "IssueQuerySet":
        """Those that somebody may have got: their page is there from the first mail."""
        return self.exclude(begun_at=None).order_by("-begun_at")

    def under_way(self, now: datetime) -> "IssueQuerySet":
        """Those the worker may take a batch of at `now`, the earliest first."""
        quiet = models.Q(quiet_until=None) | models.Q(quiet_until__lte=now)
        return self.filter(quiet, state=Issue.State.SENDING).order_by("begun_at", "pk")

    def due(self, now: datetime) -> "IssueQuerySet":
        return self.filter(state=Issue.State.SCHEDULED, send_at__lte=now)


class Issue(Steering, Changing):
    class Kind(models.TextChoices):
        UPDATE = "update", _("Newsletter")
        PARTNER = "partner", _("Partner update")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        SENDING = "sending", _("sending")
        PAUSED = "paused", _("paused")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.UPDATE)
    title = models.CharField(
        _("title"), max_length=120, help_text=_("Heads the page in the archive.")
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    subject = models.CharField(
        _("subject"),
        max_length=120,
        help_text=_("What the story is, not what we want. 40–60 letters read best."),
    )
    preheader = models.CharField(
        _("preview line"),
        max_length=120,
        blank=True,
        help_text=_("Stands after the subject in a list of mails."),
    )
    intro = models.TextField(
        _("opening words"),
        blank=True,
        help_text=_("A blank line begins a new paragraph."),
    )
    ask_text = models.CharField(_("ask"), max_length=240, blank=True)
    ask_url = models.CharField(
        _("where the ask leads"), max_length=200, blank=True, default="/give/"
    )
    interests = models.ManyToManyField(
        Interest, blank=True, related_name="issues", verbose_name=_("for interests")
    )
    countries = ArrayField(
        models.CharField(max_length=2),
        default=list,
        blank=True,
        verbose_name=_("only in countries"),
    )
    postcode_prefixes = ArrayField(
        models.CharField(max_length=12),
        default=list,
        blank=True,
        verbose_name=_("only where the postcode begins"),
    )
    only_those = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("only those who"),
    )
    not_those = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("not those who"),
    )
    with_gatherings = models.BooleanField(
        _("with events"),
        default=False,
        help_text=_("Adds what is coming in the area the issue is for."),
    )
    stories = models.ManyToManyField(
        "stories.Story", through="newsletter.IssueStory", related_name="issues"
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.DRAFT, editable=False
    )
    send_at = models.DateTimeField(_("send at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        default=settings.TIME_ZONE,
        validators=[known_time_zone],
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    frozen_at = models.DateTimeField(_("audience fixed"), null=True, editable=False)
    audience_count = models.PositiveIntegerField(
        _("audience"), null=True, editable=False
    )
    pause_reason = models.CharField(
        _("why it waits"), max_length=240, blank=True, editable=False
    )
    approved_at = models.DateTimeField(_("agreed"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    begun_at = models.DateTimeField(_("sending since"), null=True, editable=False)
    # The first few go alone; the rest waits to see what comes back.
    trial_ended_at = models.DateTimeField(null=True, editable=False)
    # No batch before: the trial's wait, or a server that asked for a pause.
    quiet_until = models.DateTimeField(null=True, editable=False)
    troubles = models.PositiveSmallIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    # How many deliveries ended how, as the worker counted them last.
    outcomes = models.JSONField(default=dict, editable=False)
    outcomes_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-created_at"]
        permissions = [("send_issue", "Can schedule, pause and cancel an issue")]
        indexes = [
            models.Index(
                fields=["-begun_at"],
                name="issue_archive",
                condition=models.Q(begun_at__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | ~models.Q(state="sent") & models.Q(sent_at=None),
                name="issue_sent_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(state="cancelled", cancelled_at__isnull=False)
                | ~models.Q(state="cancelled") & models.Q(cancelled_at=None),
                name="issue_cancelled_has_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="scheduled")
                | models.Q(send_at__isnull=False),
                name="issue_scheduled_has_time",
                violation_error_message=_("Say when the issue is to be sent."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["sending", "sent"])
                | models.Q(frozen_at__isnull=False, audience_count__isnull=False),
                name="issue_under_way_has_audience",
            ),
            models.CheckConstraint(
                condition=models.Q(state="paused") | models.Q(pause_reason=""),
                name="issue_paused_has_reason",
            ),
        ]
        triggers = [ADDS_UP]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("newsletter:issue", args=[self.slug])

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT

    @property
    def send_there(self) -> datetime | None:
        """When it is to go, as clocks show it where it was scheduled for."""
        return self.send_at and self.send_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def is_editable(self) -> bool:
        return self.state == self.State.DRAFT
