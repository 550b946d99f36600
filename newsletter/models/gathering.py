"""An event in someone's area: a day, a place, and whom to tell."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ijm import generation, public_words
from ijm.models import Changing
from newsletter.models.issue import known_time_zone


def bare(postcode: str) -> str:
    return postcode.replace(" ", "").upper()


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def public(self) -> "GatheringQuerySet":
        return self.filter(published_at__isnull=False)

    def unpublished(self) -> "GatheringQuerySet":
        return self.filter(published_at=None)

    def coming(self, now: datetime) -> "GatheringQuerySet":
        return self.filter(ends_at__gte=now).order_by("starts_at", "pk")

    def for_area(
        self, countries: Sequence[str], prefixes: Sequence[str]
    ) -> "list[Gathering]":
        """Those that matter where these postcodes begin so; all if nothing is said."""
        found = self.filter(country__in=countries) if countries else self
        return [each for each in found if each.is_for(prefixes)]

    def past(self, now: datetime) -> "GatheringQuerySet":
        return self.filter(ends_at__lt=now).order_by("-starts_at", "pk")


@pghistory.track()
class Gathering(Changing):
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    summary = models.CharField(
        _("in one sentence"), max_length=240, help_text=_("For lists and for mail.")
    )
    words = models.TextField(
        _("what happens there"),
        blank=True,
        help_text=_("A blank line begins a new paragraph."),
    )
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        default=settings.TIME_ZONE,
        validators=[known_time_zone],
        help_text=_("Times on the page are shown as they are on the spot."),
    )
    venue = models.CharField(_("place"), max_length=120)
    address = models.CharField(_("street address"), max_length=240, blank=True)
    access = models.CharField(
        _("access"),
        max_length=240,
        blank=True,
        help_text=_("Steps, lift, hearing loop, parking: what a visitor asks first."),
    )
    country = models.CharField(
        _("country"), max_length=2, help_text=_("Two letters, like AU.")
    )
    postcode_prefixes = ArrayField(
        models.CharField(max_length=12),
        default=list,
        blank=True,
        verbose_name=_("for postcodes that begin"),
        help_text=_("Like 20, 21. Leave empty for the whole country."),
    )
    booking_url = models.URLField(_("booking"), blank=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["ends_at"], name="gathering_ends")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="gathering_ends_after_it_begins",
                violation_error_message=_("A gathering ends after it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(country__regex=r"^[A-Z]{2}$"),
                name="gathering_country_is_two_letters",
                violation_error_message=_("Write the country as two capital letters."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("newsletter:gathering", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def begins_there(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def ends_there(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.time_zone))

    def is_for(self, prefixes: Sequence[str]) -> bool:
        """“20” and “2042” meet: one lies in the other. Without either it is all of it.

        Spaces are for the eye: “SW1A 1AA” begins with “SW1A1”.
        """
        ours = [bare(each) for each in self.postcode_prefixes]
        theirs = [bare(each) for each in prefixes]
        return (
            not ours
            or not theirs
            or any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs)
        )

    def publish(self, now: datetime) -> None:
        """Raises NotForPublic where its words must not be shown."""
        public_words.refuse(self)
        self.change(published_at=self.published_at or now)
        generation.bump()

    def hide(self) -> None:
        self.change(published_at=None)
        generation.bump()

    def cancel(self, now: datetime) -> None:
        """It stays on the page, marked: people who planned to come must see it."""
        self.change(cancelled_at=self.cancelled_at or now)
        generation.bump()
