"""Two words for one thing: one of them stays, the other leads to it from then on.

The row of the one that went is kept: revisions are never rewritten and still refer to
it, its address is nobody else's, and the history calls it what it was called.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stories.models.person import person


class MergingQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        return self.filter(merged_at=None)

    def meant_by(self, ids: Iterable[int]) -> Self:
        """What a list of numbers, however old, stands for today: each once."""
        wanted = list(ids)
        return self.standing().filter(
            Q(pk__in=wanted)
            | Q(pk__in=self.model.objects.filter(pk__in=wanted).values("merged_into"))
        )


class Merging(models.Model):
    pk: Any
    name: str
    aliases: list[str]
    merged_into: Any
    merged_at: datetime | None

    class Meta:
        abstract = True

    @property
    def is_standing(self) -> bool:
        return self.merged_at is None

    @property
    def today(self) -> Self:
        """Itself, or what it was merged into."""
        return self if self.is_standing else self.merged_into

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    def also_called(self, names: Iterable[str]) -> list[str]:
        """Its other words with these beside them, none twice in any spelling."""
        words = {each.casefold(): each for each in [*names, *self.aliases]}
        words.pop(self.name.casefold(), None)
        known = {each.casefold() for each in self.aliases}
        fresh = [each for key, each in words.items() if key not in known]
        return [*self.aliases, *fresh]


def merged_into() -> models.ForeignKey:
    return models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )


def merged_by() -> models.ForeignKey:
    return person(_("merged by"), editable=False)


def merged_whole(name: str) -> models.CheckConstraint:
    """Where it went, when, and by whom: all of it or nothing."""
    none = {"merged_into": None, "merged_at": None, "merged_by": None}
    every = {f"{column}__isnull": False for column in none}
    return models.CheckConstraint(condition=Q(**none) | Q(**every), name=name)
