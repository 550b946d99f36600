"""A subscriber: an address, and what is known of its owner's wishes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.addresses import mask, normalise
from ijm.models import Changing

KEEP_UNCONFIRMED = timedelta(days=7)
KEEP_DEPARTED = timedelta(days=28)


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def with_address(self, address: str) -> "SubscriberQuerySet":
        return self.filter(identity=normalise(address))

    def on_the_list(self) -> "SubscriberQuerySet":
        from newsletter.models.subscription import Subscription  # it points here

        live = Subscription.objects.filter(subscriber=models.OuterRef("pk"))
        return self.filter(models.Exists(live.current()))

    def awake(self, now: datetime) -> "SubscriberQuerySet":
        """Those who did not ask for a rest, or whose rest is over."""
        rest_is_over = models.Q(paused_until=None) | models.Q(paused_until__lte=now)
        return self.filter(rest_is_over)

    def unconfirmed_since(self, moment: datetime) -> "SubscriberQuerySet":
        return self.filter(confirmed_at=None, asked_at__lt=moment)

    def departed_since(self, moment: datetime) -> "SubscriberQuerySet":
        """Confirmed once, on no list since `moment`, and with no new wish to join."""
        from newsletter.models.subscription import Subscription

        recent = Subscription.objects.filter(subscriber=models.OuterRef("pk")).exclude(
            ended_at__lt=moment
        )
        return self.filter(
            ~models.Exists(recent),
            confirmed_at__lt=moment,
            asked_at__lt=moment,
            forgotten_at=None,
        )


# Not tracked by pghistory: a history of addresses would outlive their erasure, and
# ConsentEvent is the evidence.
class Subscriber(Changing):
    """An address. Forgetting nulls it; the evidence keeps the number of the row."""

    address = models.EmailField(_("email address"), blank=True)
    identity = models.EmailField(
        _("address as compared"), unique=True, null=True, blank=True, editable=False
    )
    # What suppressions know the address by, so that the database can compare.
    digest = models.BinaryField(max_length=32, null=True, editable=False)
    country = models.CharField(_("country"), max_length=2, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    language = models.CharField(
        _("language"), max_length=12, default=settings.LANGUAGE_CODE
    )
    created_at = models.DateTimeField(_("first seen"), default=timezone.now)
    asked_at = models.DateTimeField(_("last asked to join"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("forgotten"), null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-pk"]
        permissions = [
            ("unsubscribe_subscriber", "Can unsubscribe somebody on request"),
            ("export_subscriber", "Can take the whole list away as a file"),
            ("erase_subscriber", "Can give somebody their data, and erase it"),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="subscriber_unconfirmed",
                condition=models.Q(confirmed_at=None),
            ),
            models.Index(fields=["country", "postcode"], name="subscriber_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    forgotten_at=None, identity__isnull=False, digest__isnull=False
                )
                & ~models.Q(address="")
                | models.Q(
                    forgotten_at__isnull=False,
                    identity=None,
                    digest=None,
                    address="",
                    country="",
                    postcode="",
                ),
                name="subscriber_forgotten_has_no_address",
                violation_error_message=_("A forgotten subscriber has no address."),
            ),
        ]

    def __str__(self) -> str:
        return self.address or f"forgotten {self.pk}"

    @property
    def masked(self) -> str:
        return mask(self.address) if self.address else ""

    @property
    def is_on_the_list(self) -> bool:
        return self.subscriptions.current().exists()

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and self.paused_until > now

    def current_interests(self) -> list[str]:
        """Slugs of the interests that this subscriber gets mail about now."""
        found = self.subscriptions.current().order_by("interest__position")
        return list(found.values_list("interest__slug", flat=True))

    def forget(self, now: datetime) -> None:
        self.change(
            address="",
            identity=None,
            digest=None,
            country="",
            postcode="",
            paused_until=None,
            forgotten_at=now,
        )
