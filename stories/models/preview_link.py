"""A link by which somebody outside reads one revision, for a week at most."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing

if TYPE_CHECKING:
    from ijm.models import StaffMember

LIFETIME = timedelta(days=7)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def current(self, now: datetime) -> "PreviewLinkQuerySet":
        """Neither ended by hand nor run out. The gate may still keep one shut."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class PreviewLink(Changing):
    digest = models.BinaryField(
        _("hash of the token"), max_length=32, unique=True, editable=False
    )
    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, related_name="preview_links"
    )
    revision = models.ForeignKey(
        "stories.Revision", on_delete=models.PROTECT, related_name="+"
    )
    recipient = models.CharField(
        _("for"),
        max_length=80,
        help_text=_(
            "Stands on the draft in words, like “DRAFT for the Phnom Penh law office”. "
            "Name an office or a role rather than a person."
        ),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    expires_at = models.DateTimeField(_("open until"))
    revoked_at = models.DateTimeField(_("ended"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    # How often and when last, and nothing of who: that is all we need to know.
    opened = models.PositiveIntegerField(_("opened"), default=0)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]
        permissions = [("revoke_previewlink", "Can end anybody’s preview link")]
        indexes = [models.Index(fields=["-made_at"], name="preview_link_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("made_at") + LIFETIME),
                name="preview_link_a_week_at_most",
                violation_error_message=_("A preview link lasts a week at most."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="preview_link_revoked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(recipient=""),
                name="preview_link_is_for_somebody",
                violation_error_message=_("Say for whom the draft is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story} → {self.recipient}"

    def is_current(self, now: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > now

    def may_be_revoked_by(self, person: Any) -> bool:
        return self.made_by_id == person.pk or person.has_perm(
            "stories.revoke_previewlink"
        )

    def revoke(self, by: "StaffMember", now: datetime) -> None:
        """It opens nothing from now on. Ending it twice changes nothing."""
        with transaction.atomic():
            open_still = PreviewLink.objects.filter(pk=self.pk, revoked_at=None)
            if open_still.update(revoked_at=now, revoked_by=by):
                self.story.record("unshared", by, now, "", self.revision)
        self.refresh_from_db(fields=["revoked_at", "revoked_by"])

    def count_opening(self, now: datetime) -> None:
        PreviewLink.objects.filter(pk=self.pk).update(
            opened=F("opened") + 1, last_opened_at=now
        )
