"""What somebody typed at an address that is not proved to be theirs yet.

Views only write the row, for any address alike; `joining` answers it by mail, so that
no page can tell which addresses are known here.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing
from newsletter.models.consent import ConsentText
from newsletter.models.subscriber import KEEP_UNCONFIRMED, Subscriber


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def waiting(self) -> "EnquiryQuerySet":
        return self.filter(answered_at=None)

    def answered(self) -> "EnquiryQuerySet":
        return self.exclude(answered_at=None)

    def open_for(self, subscriber: Subscriber) -> "EnquiryQuerySet":
        """Answered by a confirmation letter whose button was not pressed yet."""
        return self.filter(subscriber=subscriber, confirmed_at=None)

    def asked_since(self, moment: datetime) -> "EnquiryQuerySet":
        return self.filter(asked_at__gte=moment)

    def older_than(self, moment: datetime) -> "EnquiryQuerySet":
        return self.filter(asked_at__lt=moment)


class Enquiry(Changing):
    JOIN, LOST_LINK = "join", "lost-link"
    LIFETIME: timedelta = KEEP_UNCONFIRMED

    kind = models.CharField(
        _("asks for"),
        max_length=10,
        choices=[(JOIN, _("joining")), (LOST_LINK, _("a lost link"))],
    )
    address = models.EmailField(_("email address"))
    interests = ArrayField(
        models.SlugField(max_length=40), default=list, verbose_name=_("interests")
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    language = models.CharField(
        _("language"), max_length=12, default=settings.LANGUAGE_CODE
    )
    consent_text = models.ForeignKey(
        ConsentText,
        on_delete=models.PROTECT,
        null=True,
        verbose_name=_("words agreed to"),
    )
    form = models.CharField(_("form"), max_length=20)
    source_path = models.CharField(_("on which page"), max_length=200, blank=True)
    network = models.BinaryField(max_length=8, default=bytes)
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered by mail"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, null=True, related_name="enquiries"
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["id"],
                name="enquiry_waiting",
                condition=models.Q(answered_at=None),
            ),
            models.Index(fields=["asked_at"], name="enquiry_asked"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="lost-link")
                | models.Q(consent_text__isnull=False),
                name="enquiry_to_join_names_its_words",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None)
                | models.Q(subscriber__isnull=False, answered_at__isnull=False),
                name="enquiry_confirmed_was_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.asked_at:%Y-%m-%d}"

    @property
    def asker(self) -> Subscriber:
        """Whom the answer went to; only an answered wish to join has one."""
        if self.subscriber is None:
            raise Subscriber.DoesNotExist
        return self.subscriber
