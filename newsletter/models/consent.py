"""Evidence: the exact words people agreed to, and all that was agreed or withdrawn."""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models import AppendOnly, append_only_triggers


class LawfulBasis(models.TextChoices):
    CONSENT = "consent", _("consent")
    SOFT_OPT_IN = "uk_charity_soft_opt_in", _("charitable soft opt-in (UK)")
    IMPORTED = "imported_consent", _("consent given elsewhere, imported")


class ConsentText(AppendOnly):
    """One version of the words beside the Subscribe button. Never edited: add one."""

    class Place(models.TextChoices):
        SIGN_UP = "sign-up", _("newsletter sign-up")
        GIFT = "gift", _("giving form")

    place = models.CharField(
        _("shown at"), max_length=8, choices=Place, default=Place.SIGN_UP
    )
    language = models.CharField(
        _("language"), max_length=12, default=settings.LANGUAGE_CODE
    )
    version = models.PositiveIntegerField(_("version"))
    words = models.TextField(
        _("words"),
        max_length=1000,
        help_text=_(
            "Say who writes, about what, and how to leave. People agree to exactly "
            "this; a later change is a new version."
        ),
    )
    sha256 = models.CharField(_("fingerprint"), max_length=64, editable=False)
    active_from = models.DateTimeField(_("shown from"), default=timezone.now)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["place", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "language", "version"],
                name="consent_text_version_once",
                violation_error_message=_("Somebody added this version just now."),
            ),
            models.CheckConstraint(
                condition=~models.Q(words=""),
                name="consent_text_has_words",
                violation_error_message=_("Write the words people agree to."),
            ),
        ]
        triggers = append_only_triggers("consent_text")

    def __str__(self) -> str:
        return f"{self.get_place_display()}, {self.language}, {self.version}"

    @classmethod
    def add(
        cls,
        words: str,
        *,
        active_from: datetime,
        language: str = "",
        place: str = Place.SIGN_UP,
    ) -> "ConsentText":
        language = language or settings.LANGUAGE_CODE
        siblings = cls.objects.filter(place=place, language=language)
        newest = siblings.order_by("-version").first()
        return cls.objects.create(
            place=place,
            language=language,
            version=newest.version + 1 if newest else 1,
            words=words,
            sha256=hashlib.sha256(words.encode()).hexdigest(),
            active_from=active_from,
        )

    @classmethod
    def shown_at(
        cls, now: datetime, language: str = "", place: str = Place.SIGN_UP
    ) -> "ConsentText":
        """The newest that was shown at `now`, in this language or the house's."""
        shown = cls.objects.filter(place=place, active_from__lte=now)
        newest = shown.order_by("-active_from", "-version")
        return (
            newest.filter(language=language).first()
            or newest.filter(language=settings.LANGUAGE_CODE).first()
            or newest[0]
        )


class ConsentEvent(AppendOnly):
    """Something a person did, or had done, about their mail. Written once."""

    class Kind(models.TextChoices):
        REQUESTED = "requested", _("asked to join")
        CONFIRMED = "confirmed", _("confirmed")
        CHANGED = "changed", _("changed their choice")
        WITHDRAWN = "withdrawn", _("left")
        OBJECTED = "objected", _("said it was not them")
        COMPLAINED = "complained", _("marked our mail as spam")
        BOUNCED = "bounced", _("mail came back")
        IMPORTED = "imported", _("imported")
        ERASED = "erased", _("erased")
        PAUSED = "paused", _("asked for a rest")
        RESUMED = "resumed", _("ended the rest")
        STAFF = "staff", _("changed by staff")

    subscriber = models.ForeignKey(
        "newsletter.Subscriber", on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("when"))
    consent_text = models.ForeignKey(
        ConsentText,
        on_delete=models.PROTECT,
        null=True,
        verbose_name=_("words agreed to"),
    )
    interests = ArrayField(
        models.SlugField(max_length=40), default=list, verbose_name=_("interests")
    )
    lawful_basis = models.CharField(
        _("lawful basis"), max_length=24, choices=LawfulBasis, blank=True
    )
    form = models.CharField(_("by which form"), max_length=20)
    source_path = models.CharField(_("on which page"), max_length=200, blank=True)
    source_story = models.ForeignKey(
        "stories.Story",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("on which story"),
    )
    network = models.BinaryField(
        _("network, hashed and cut"), max_length=8, default=bytes
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by whom of the staff"),
    )
    note = models.CharField(_("reason given"), max_length=240, blank=True)
    list_import = models.ForeignKey(
        "newsletter.ListImport",
        on_delete=models.PROTECT,
        null=True,
        related_name="consent_events",
        verbose_name=_("imported list"),
    )

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["subscriber", "at"], name="consent_event_timeline"),
            models.Index(fields=["kind", "at"], name="consent_event_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind__in=["requested", "confirmed"])
                | models.Q(consent_text__isnull=False),
                name="consent_event_names_its_words",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="staff")
                | (models.Q(actor__isnull=False) & ~models.Q(note="")),
                name="consent_event_by_staff_has_reason",
            ),
        ]
        triggers = append_only_triggers("consent_event")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"

    def describe(self) -> dict[str, Any]:
        """What the person may see of it, in their export."""
        return {
            "what": str(self.get_kind_display()),
            "when": self.at.isoformat(),
            "interests": self.interests,
            "words": self.consent_text.words if self.consent_text else "",
            "basis": str(self.get_lawful_basis_display()),
            "form": self.form,
            "page": self.source_path,
        }
