"""Mail on its way, and the words of the letters that staff may change."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.contributions import letters
from ijm.models.changing import Changing


class OutgoingMail(Changing):
    """The outbox. Holds what a letter is about, never its words (they bear tokens)."""

    WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"
    STATES = [
        (WAITING, _("waiting")),
        (SENDING, _("sending")),
        (SENT, _("sent")),
        (FAILED, _("failed")),
    ]

    UNDER_WAY = (WAITING, SENDING)

    cause = models.CharField(_("cause"), max_length=120, unique=True)
    letter = models.CharField(_("letter"), max_length=60)
    recipient = models.EmailField(_("to"), blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT)
    object_id = models.CharField(max_length=64, blank=True)
    about = GenericForeignKey("content_type", "object_id")
    extra = models.JSONField(_("details"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=STATES, default=WAITING)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="outgoing_mail_due",
                condition=models.Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["content_type", "object_id"], name="mail_about"),
            # For the week's figures, and for letters whose address is forgotten.
            models.Index(
                fields=["sent_at"],
                name="outgoing_mail_sent",
                condition=models.Q(sent_at__isnull=False),
            ),
            models.Index(
                fields=["next_try_at"],
                name="outgoing_mail_failed",
                condition=models.Q(state="failed"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at=None)),
                name="outgoing_mail_sent_has_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter} · {self.cause}"


class MailText(models.Model):
    """The charity's own words for one letter, in one language."""

    letter = models.CharField(_("letter"), max_length=60)
    language = models.CharField(_("language"), max_length=12, blank=True)
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(
        _("words"),
        help_text=_(
            "A blank line begins a new paragraph. Tags in {braces} are filled in; "
            "the list beside shows which this letter knows."
        ),
    )

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["letter", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "language"],
                name="mail_text_once_per_language",
                violation_error_message=_(
                    "This letter has words already; change those."
                ),
            )
        ]

    def __str__(self) -> str:
        known = self.letter in letters
        return str(letters.named(self.letter).title) if known else self.letter
