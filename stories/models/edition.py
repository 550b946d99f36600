"""The frozen public copy of a story: all that visitors ever see."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Func, GeneratedField, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stories.models.sanitised import SanitisedHTMLField
from stories.models.searching import CONFIG, Searching

if TYPE_CHECKING:
    from stories.models.photo import Photo


class Frozen(Exception):
    """An edition was saved again. Publish the story anew instead."""


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

    def for_page(self) -> "EditionQuerySet":
        """All that its page shows or follows from."""
        return self.defer("search", "plain_text", "also_found_by", "revision")

    def photo_ids(self) -> "models.QuerySet[Any, Any]":
        return self.annotate(photo=Func("photo_ids", function="unnest")).values("photo")


class EditionManager(models.Manager.from_queryset(EditionQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> EditionQuerySet:
        return super().get_queryset().defer("search", "plain_text")


class Edition(models.Model):
    class Ended(models.TextChoices):
        REPLACED = "replaced", _("a newer edition took its place")
        MOVED = "moved", _("it moved")
        ERROR = "error", _("it was published in error")
        SAFEGUARDING = "safeguarding", _("to protect somebody")

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
    topic_slugs = ArrayField(models.SlugField(max_length=60), default=list)
    topic_names = ArrayField(models.CharField(max_length=60), default=list)
    place_slugs = ArrayField(models.SlugField(max_length=60), default=list)
    place_names = ArrayField(models.CharField(max_length=60), default=list)
    case_strip = models.JSONField(default=list)
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
    search = GeneratedField(
        expression=SearchVector("title", weight="A", config=CONFIG)
        + SearchVector("dek", "also_found_by", "kicker", weight="B", config=CONFIG)
        + SearchVector("plain_text", weight="D", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

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
            GinIndex(fields=["search"], name="edition_search"),
            GinIndex(
                fields=["topic_slugs", "place_slugs"],
                name="edition_about",
                condition=Q(ended_at=None),
            ),
            GinIndex(fields=["photo_ids"], name="edition_photos"),
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

    def is_public(self, now: datetime) -> bool:
        still = self.public_until is None or self.public_until > now
        return still and self.ended_at is None and self.published_at <= now

    def hang(self, photo: "Photo | None") -> None:
        """Give it the photo a page may show, found for many editions at once."""
        self.public_hero = photo

    def end(self, reason: str, now: datetime, moved_to: str = "") -> None:
        """Out of public sight. One of the two changes an edition allows."""
        self.ended_at, self.ended_reason, self.moved_to = now, reason, moved_to
        Edition.objects.filter(pk=self.pk, ended_at=None).update(
            ended_at=now, ended_reason=reason, moved_to=moved_to
        )

    def redact(self, now: datetime) -> None:
        """Erase its words for good; the address, dates and reason stay."""
        with pgtrigger.ignore("stories.Edition:edition_frozen"):
            Edition.objects.filter(pk=self.pk).update(
                **dict.fromkeys(WORDS, ""), case_strip=[], links=[], redacted_at=now
            )
        self.refresh_from_db()


@cache
def _address_of(kind: str) -> tuple[str, str]:
    """What stands before and after the slug; a page shows a dozen addresses."""
    view = "stories:page" if kind == "page" else "stories:story"
    before, _slug, after = reverse(view, args=["-slug-"]).partition("-slug-")
    return before, after


WORDS = (
    "title kicker dek card_summary content_note body byline how_told plain_text "
    "also_found_by".split()
)
