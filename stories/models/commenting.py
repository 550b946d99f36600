"""Talking about a story at the desk. Comments never hold a publication back."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from stories.models.comment import Comment

if TYPE_CHECKING:
    from ijm.models import StaffMember


class Commented:
    """A part of the queryset of stories."""

    filter: Any

    def with_open_comments(self, but_of: Any) -> Self:
        """Somebody else than `but_of` said something, and it is not resolved."""
        said = Comment.objects.open().filter(story=OuterRef("pk"))
        return self.filter(Exists(said.exclude(by=but_of)))


class Commenting(models.Model):
    comments: "models.Manager[Comment]"
    latest_revision: Any
    lock: Any

    class Meta:
        abstract = True

    @property
    def open_comments(self) -> "models.QuerySet[Comment]":
        return self.comments.filter(resolved_at=None).select_related("by", "revision")

    def comment(self, by: "StaffMember", text: str, now: datetime) -> Comment:
        """Say it, and write to all whom it concerns. Pressing twice says it once."""
        from stories import telling  # it reads stories

        with transaction.atomic():
            self.lock()
            said = self.comments.filter(by=by).last()
            if said and said.is_open and said.text == text:
                return said
            comment = self.comments.create(
                by=by, text=text, at=now, revision=self.latest_revision
            )
            telling.tell_of_comment(comment)
        return comment
