"""An immutable snapshot of a story, made by every save."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.append_only import AppendOnly, append_only_triggers
from stories.body import photo_ids
from stories.models.content import Content

if TYPE_CHECKING:
    from stories.models.story import Story


class Revision(AppendOnly):
    """`content` holds each column of `Content` by name, and the lists of the story.

    Lists: `topics` and `places` (ids), `links` (title, url, source), in their order.
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

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "number"], name="revision_number_once"
            )
        ]
        triggers = append_only_triggers("revision")

    def __str__(self) -> str:
        return f"{self.content.get('title', '')} · {self.number}"

    def __getitem__(self, name: str) -> Any:
        return self.content[name]

    @property
    def photo_ids(self) -> list[int]:
        """The main photo first, then those of the body in their order."""
        hero = [self["hero"]] if self["hero"] else []
        return list(dict.fromkeys([*hero, *photo_ids(self["body"])]))


def snapshot(story: "Story") -> dict[str, Any]:
    """What a revision keeps of `story`, as plain JSON."""
    columns = {
        field.name: field.value_from_object(story) for field in Content._meta.fields
    }
    return {
        **columns,
        "kind": story.kind,
        "topics": list(story.topics.order_by("name").values_list("pk", flat=True)),
        "places": list(story.places.order_by("name").values_list("pk", flat=True)),
        "links": list(story.links.values("title", "url", "source")),
    }
