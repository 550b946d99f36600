"""Which editions visitors may see, and what of them each kind of page needs."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Func, Q

from stories.models.searching import Searching

if TYPE_CHECKING:
    from stories.models.edition import Edition  # noqa: F401 - named in a type below


class EditionQuerySet(Searching, models.QuerySet["Edition"]):
    def public(self, now: datetime) -> "EditionQuerySet":
        return self.filter(
            Q(public_until=None) | Q(public_until__gt=now),
            ended_at=None,
            published_at__lte=now,
        )

    def stories(self) -> "EditionQuerySet":
        return self.filter(kind="story")

    def pages(self) -> "EditionQuerySet":
        return self.filter(kind="page")

    def newest_first(self) -> "EditionQuerySet":
        return self.order_by("-published_at", "-pk")

    def for_cards(self) -> "EditionQuerySet":
        """What lists need: never the body."""
        return self.defer("body", "links", "case_strip", "how_told", "ask")

    def of_subjects(self) -> "EditionQuerySet":
        """Live ones in whose words protected people appear."""
        return self.filter(ended_at=None).exclude(subject_ids=[])

    def for_page(self) -> "EditionQuerySet":
        """All that its page shows or follows from."""
        return self.defer("search", "plain_text", "also_found_by", "revision")

    def photo_ids(self) -> "models.QuerySet[Any, Any]":
        return self.annotate(photo=Func("photo_ids", function="unnest")).values("photo")

    def enclosure_ids(self) -> "models.QuerySet[Any, Any]":
        each = Func("enclosure_ids", function="unnest")
        return self.order_by().annotate(enclosure=each).values("enclosure")


class EditionManager(models.Manager.from_queryset(EditionQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> EditionQuerySet:
        return super().get_queryset().defer("search", "plain_text")
