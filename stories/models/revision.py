"""An immutable snapshot of a story, made by every save."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.append_only import AppendOnly, append_only_triggers
from stories.body import ENCLOSURES, ids_in, photo_ids
from stories.models.content import Content
from stories.models.photo import Photo

if TYPE_CHECKING:
    from stories.models.story import Story

# The columns that people write; all else of a story is written by its verbs.
EDITORIAL = (
    *(field.name for field in Content._meta.fields),
    "kind",
    "translation_of",
    "embargo_until",
    "embargo_until_event",
    "first_told_at",
)
PHOTO_WORDS = (
    "title",
    "alt",
    "decorative",
    "caption",
    "credit",
    "kind",
    "recognisable",
)


class Revision(AppendOnly):
    """`content` holds each column of `EDITORIAL` by name, and the lists of the story.

    Lists: `topics`, `places`, `readers` and `related` (ids), `links` (title, url,
    source), `appearances` (subject, known_by), in their order; `photos` has the words
    of each photo shown, by its id.
    """

    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("author"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    note = models.CharField(_("note"), max_length=200, blank=True)
    # Ids, read by PostgreSQL from `content`, so that a photo finds its revisions.
    photos_shown = models.GeneratedField(
        expression=models.Func("content", function="photos_shown_in"),
        output_field=ArrayField(models.BigIntegerField()),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "number"], name="revision_number_once"
            )
        ]
        indexes = [GinIndex(fields=["photos_shown"], name="revision_photos")]
        triggers = append_only_triggers("revision")

    def __str__(self) -> str:
        return f"{self.content.get('title', '')} · {self.number}"

    def __getitem__(self, name: str) -> Any:
        return self.content[name]

    @property
    def enclosure_ids(self) -> list[int]:
        """Documents and recordings, in the order of the text."""
        return ids_in(self["body"], *ENCLOSURES)

    @property
    def photo_ids(self) -> list[int]:
        """The main photo first, then those of the body in their order."""
        hero = [self["hero"]] if self["hero"] else []
        return list(dict.fromkeys([*hero, *photo_ids(self["body"])]))

    @property
    def appearances(self) -> dict[int, frozenset[str]]:
        """Protected people in the words, and by what they can be recognised there."""
        return {
            each["subject"]: frozenset(each["known_by"])
            for each in self.content.get("appearances", [])  # older ones know of none
        }


def snapshot(story: "Story") -> dict[str, Any]:
    """What a revision keeps of `story`, as plain JSON."""
    columns = {name: _plain(story, name) for name in EDITORIAL}
    return {
        **columns,
        "topics": list(story.topics.order_by("name").values_list("pk", flat=True)),
        "places": list(story.places.order_by("name").values_list("pk", flat=True)),
        "readers": list(story.readers.order_by("pk").values_list("pk", flat=True)),
        "links": list(story.links.values("title", "url", "source")),
        "related": list(story.related_rows.values_list("other", flat=True)),
        "photos": _words_of_photos(columns),
        "appearances": [each.as_snapshot for each in story.appearances.all()],
    }


def _plain(story: "Story", name: str) -> Any:
    field: Any = story._meta.get_field(name)
    return as_kept(field.value_from_object(story))


def as_kept(value: Any) -> Any:
    """A value of a column as plain JSON."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def _words_of_photos(columns: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Their words as they are now: the photo's own row keeps only the latest."""
    shown = [columns["hero"], *photo_ids(columns["body"])]
    photos = Photo.objects.filter(pk__in=[number for number in shown if number])
    return {str(row.pop("pk")): row for row in photos.values("pk", *PHOTO_WORDS)}
