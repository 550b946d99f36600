"""The frozen public copy of a story: all that visitors ever see."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stories.models.ending import Ending
from stories.models.public_sight import EditionManager, EditionQuerySet
from stories.models.sanitised import SanitisedHTMLField
from stories.models.searching import indexes_for_search, words_to_find
from stories.models.tally import counting_triggers
from stories.updates import Update, newest_first

if TYPE_CHECKING:
    from stories.models.photo import Photo

__all__ = ["Edition", "EditionManager", "EditionQuerySet", "Frozen"]


class Frozen(Exception):
    """An edition was saved again. Publish the story anew instead."""


class Edition(Ending, models.Model):
    class Ended(models.TextChoices):
        REPLACED = "replaced", _("a newer edition took its place")
        MOVED = "moved", _("it moved")
        ERROR = "error", _("it was published in error")
        SAFEGUARDING = "safeguarding", _("to protect somebody")
        OVER = "over", _("its time was over")

    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, related_name="editions"
    )
    revision = models.ForeignKey(
        "stories.Revision", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=5)
    language = models.CharField(max_length=12)
    slug = models.SlugField(max_length=90)
    title = models.CharField(_("headline"), max_length=160)
    kicker = models.CharField(max_length=60, blank=True)
    dek = models.TextField(blank=True)
    card_summary = models.TextField(blank=True)
    content_note = models.CharField(max_length=200, blank=True)
    body = SanitisedHTMLField(blank=True)
    byline = models.CharField(max_length=120, blank=True)
    hero = models.ForeignKey(
        "stories.Photo", on_delete=models.PROTECT, null=True, related_name="+"
    )
    hero_id: int | None
    photo_ids = ArrayField(models.BigIntegerField(), default=list)
    # Protected people in its words.
    subject_ids = ArrayField(models.BigIntegerField(), default=list)
    enclosure_ids = ArrayField(models.BigIntegerField(), default=list)
    topic_slugs = ArrayField(models.SlugField(max_length=60), default=list)
    topic_names = ArrayField(models.CharField(max_length=60), default=list)
    place_slugs = ArrayField(models.SlugField(max_length=60), default=list)
    place_names = ArrayField(models.CharField(max_length=60), default=list)
    case_strip = models.JSONField(default=list)
    updates = models.JSONField(default=list)
    how_told = models.TextField(blank=True)
    reader_at_risk = models.BooleanField(default=False)
    # {} the usual ask; {"none": true}; or heading, text, fund, amounts (minor units).
    ask = models.JSONField(default=dict)
    links = models.JSONField(default=list)
    canonical_elsewhere = models.URLField(blank=True)
    plain_text = models.TextField(blank=True)
    # Topic aliases and the like: found by search, shown nowhere.
    also_found_by = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=1)
    published_at = models.DateTimeField(_("first published"))
    updated_at = models.DateTimeField(_("this edition of"))
    public_until = models.DateTimeField(_("public until"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_reason = models.CharField(
        _("why it ended"), max_length=12, choices=Ended, blank=True
    )
    moved_to = models.CharField(_("moved to"), max_length=200, blank=True)
    redacted_at = models.DateTimeField(_("words erased"), null=True)
    search = words_to_find()

    objects = EditionManager()

    # Hung by `reading.photos_of`: a photo can vanish while the edition stands.
    public_hero: "Photo | None" = None

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-published_at", "-pk"]
        indexes = [
            # Lists of stories and search over all walk it; pages among them are few.
            models.Index(
                models.F("published_at").desc(),
                models.F("id").desc(),
                name="edition_newest",
                condition=Q(ended_at=None),
            ),
            models.Index(fields=["slug", "-ended_at"], name="edition_by_slug"),
            *indexes_for_search(),
            GinIndex(fields=["photo_ids"], name="edition_photos"),
            models.Index(
                fields=["public_until"],
                name="edition_lapsing",
                condition=Q(ended_at=None, public_until__isnull=False),
            ),
            models.Index(
                fields=["story"],
                name="edition_of_subjects",
                condition=Q(ended_at=None) & ~Q(subject_ids=[]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["story"], name="edition_one_live", condition=Q(ended_at=None)
            ),
            models.UniqueConstraint(
                fields=["slug"], name="edition_slug_once", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_reason="")
                | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
                name="edition_ended_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(ended_reason="moved") | ~Q(moved_to=""),
                name="edition_moved_somewhere",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="edition_frozen",
                exclude=["ended_at", "ended_reason", "moved_to", "search"],
            ),
            *counting_triggers(),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen(f"Edition {self.pk} is frozen.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        before, after = _address_of(self.kind)
        return f"{before}{self.slug}{after}"

    @property
    def topics(self) -> tuple[tuple[str, str], ...]:
        """(slug, name) of each topic, as it was called when this was published."""
        return tuple(zip(self.topic_slugs, self.topic_names, strict=True))

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        return tuple(zip(self.place_slugs, self.place_names, strict=True))

    @property
    def label(self) -> str:
        """The words above the headline on cards."""
        return self.kicker or next(iter([*self.place_names, *self.topic_names]), "")

    @property
    def was_updated(self) -> bool:
        return self.updated_at.date() > self.published_at.date()

    @property
    def newest_update(self) -> Update | None:
        return next(iter(newest_first(self.updates)), None)

    def is_public(self, now: datetime) -> bool:
        still = self.public_until is None or self.public_until > now
        return still and self.ended_at is None and self.published_at <= now

    def hang(self, photo: "Photo | None") -> None:
        """Give it the photo a page may show, found for many editions at once."""
        self.public_hero = photo


@cache
def _address_of(kind: str) -> tuple[str, str]:
    """What stands before and after the slug; a page shows a dozen addresses."""
    view = "stories:page" if kind == "page" else "stories:story"
    before, _slug, after = reverse(view, args=["-slug-"]).partition("-slug-")
    return before, after
