"""One interest of one subscriber, from its beginning to the reason it ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing
from newsletter.models.consent import ConsentEvent, LawfulBasis
from newsletter.models.interest import Interest
from newsletter.models.subscriber import Subscriber


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def current(self) -> "SubscriptionQuerySet":
        return self.filter(ended_at=None)


class Subscription(Changing):
    """A row lives once: coming back is a new row with its own evidence."""

    class Ended(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
        PREFERENCES = "preferences", _("unticked in preferences")
        COMPLAINED = "complained", _("marked our mail as spam")
        BOUNCED = "bounced", _("address does not exist")
        STAFF = "staff", _("staff, on request")
        ERASED = "erased", _("erased on request")

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.PROTECT, related_name="subscriptions"
    )
    interest = models.ForeignKey(
        Interest, on_delete=models.PROTECT, related_name="subscriptions"
    )
    evidence = models.ForeignKey(
        ConsentEvent,
        on_delete=models.PROTECT,
        related_name="subscriptions",
        verbose_name=_("evidence"),
    )
    lawful_basis = models.CharField(
        _("lawful basis"),
        max_length=24,
        choices=LawfulBasis,
        default=LawfulBasis.CONSENT,
    )
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_reason = models.CharField(
        _("why it ended"), max_length=12, choices=Ended, blank=True
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["interest__position", "began_at"]
        indexes = [
            models.Index(fields=["subscriber", "ended_at"], name="subscription_ended"),
            # For counting who came and went in a month.
            models.Index(fields=["began_at"], name="subscription_began_when"),
            models.Index(
                fields=["ended_at"],
                name="subscription_ended_when",
                condition=models.Q(ended_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["interest", "subscriber"],
                condition=models.Q(ended_at=None),
                name="subscription_current_once",
                violation_error_message=_("This interest is on already."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_reason="")
                | models.Q(ended_at__isnull=False) & ~models.Q(ended_reason=""),
                name="subscription_ended_has_reason",
                violation_error_message=_("Say why the subscription ended."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None)
                | models.Q(ended_at__gte=models.F("began_at")),
                name="subscription_ends_after_it_began",
                violation_error_message=_("A subscription ends after it began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interest}"

    @property
    def is_current(self) -> bool:
        return self.ended_at is None
