"""One newsletter: stories in an order, for an audience, at a time."""

from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing
from newsletter.models.interest import Interest


def known_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Write a time zone like Australia/Sydney."))


class IssueQuerySet(models.QuerySet["Issue"]):
    def sent(self) -> "IssueQuerySet":
        return self.filter(state=Issue.State.SENT)


class Issue(Changing):
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
    pause_reason = models.CharField(max_length=240, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-sent_at", "-created_at"]
        indexes = [
            models.Index(
                fields=["-sent_at"],
                name="issue_archive",
                condition=models.Q(state="sent"),
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
                condition=~models.Q(state__in=["sending", "paused", "sent"])
                | models.Q(frozen_at__isnull=False, audience_count__isnull=False),
                name="issue_under_way_has_audience",
            ),
            models.CheckConstraint(
                condition=models.Q(state="paused") | models.Q(pause_reason=""),
                name="issue_paused_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("newsletter:issue", args=[self.slug])

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT

    @property
    def is_editable(self) -> bool:
        return self.state == self.State.DRAFT


class IssueStory(models.Model):
    """One story's place in an issue; words left empty are the story's own."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="places")
    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, related_name="places_in_issues"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    headline = models.CharField(
        _("headline"),
        max_length=160,
        blank=True,
        help_text=_("Leave empty for the story's own."),
    )
    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("Leave empty for the story's own."),
    )

    class Meta:
        verbose_name = _("story in this issue")
        verbose_name_plural = _("stories in this issue")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "story"],
                name="issue_tells_a_story_once",
                violation_error_message=_("This story is in the issue already."),
            )
        ]

    def __str__(self) -> str:
        return self.headline or str(self.story)
