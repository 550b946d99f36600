"""What colleagues say about a story to each other. The words stay as they were said."""

from datetime import datetime
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from ijm.models import StaffMember


class CommentQuerySet(models.QuerySet["Comment"]):
    def open(self) -> "CommentQuerySet":
        return self.filter(resolved_at=None)


class Comment(models.Model):
    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, related_name="comments"
    )
    # The newest text when it was said: what it is about may be gone since.
    revision = models.ForeignKey(
        "stories.Revision", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("comment"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["story"], name="comment_open", condition=Q(resolved_at=None)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="comment_says_something",
                violation_error_message=_("Write what you would like to say."),
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="comment_stays_as_said", exclude=["resolved_at", "resolved_by"]
            ),
            pgtrigger.Protect(name="comment_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.text[:60]}"

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    def resolve(self, by: "StaffMember", now: datetime) -> None:
        """Done with. Resolving it twice changes nothing."""
        still_open = Comment.objects.open().filter(pk=self.pk)
        still_open.update(resolved_at=now, resolved_by=by)
        self.refresh_from_db(fields=["resolved_at", "resolved_by"])
