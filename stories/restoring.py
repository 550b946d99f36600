"""Bringing a former revision back, as a new one: what can return, and what cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ijm.models import StaffMember
from stories.body import photo_ids, without_photos
from stories.models import (
    Appearance,
    Photo,
    Place,
    RelatedLink,
    RelatedStory,
    Revision,
    Story,
    Topic,
)
from stories.models.content import Content
from stories.models.merging import Merging
from stories.models.revision import snapshot

WORDS = {field.name for field in Content._meta.fields}
COLUMNS = {
    field.name: field.attname
    for field in Story._meta.concrete_fields
    if field.name in WORDS
}
LISTS: Mapping[str, type[models.Model]] = {
    "topics": Topic,
    "places": Place,
    "related": Story,
}


@dataclass(frozen=True)
class Restoration:
    """What a story would become, and the sentences on what stays out."""

    story: Story
    revision: Revision
    words: dict[str, Any]
    lists: dict[str, list[int]]
    links: list[dict[str, str]]
    appearances: list[dict[str, Any]]
    left_out: list[str]

    @property
    def content(self) -> dict[str, Any]:
        """As a revision would keep it: to show before it is done."""
        photos = self.revision.content.get("photos", {})
        return {**snapshot(self.story), **self._restored, "photos": photos}

    @property
    def _restored(self) -> dict[str, Any]:
        return {
            **self.words,
            **self.lists,
            "links": self.links,
            "appearances": self.appearances,
        }

    def carry_out(self, by: StaffMember, since: int) -> Revision:
        """Save it like any other text. Raises ValidationError and ChangedMeanwhile.

        `since` is the version whose place it takes.
        """
        with transaction.atomic():
            for name, value in self.words.items():
                setattr(self.story, COLUMNS[name], value)
            self.story.full_clean()
            self._put_lists_back()
            return self.story.revise(by, self._note(), since=since)

    def _put_lists_back(self) -> None:
        story = self.story
        story.topics.set(self.lists["topics"])
        story.places.set(self.lists["places"])
        story.links.all().delete()
        story.related_rows.all().delete()
        story.appearances.all().delete()
        RelatedLink.objects.bulk_create(
            RelatedLink(story=story, position=n, **row)
            for n, row in enumerate(self.links)
        )
        RelatedStory.objects.bulk_create(
            RelatedStory(story=story, position=n, other_id=pk)
            for n, pk in enumerate(self.lists["related"])
        )
        # Whoever could be recognised in these words can be again, and is asked for.
        Appearance.objects.bulk_create(
            Appearance(story=story, subject_id=row["subject"], known_by=row["known_by"])
            for row in self.appearances
        )

    def _note(self) -> str:
        when = date_format(localtime(self.revision.at), "SHORT_DATETIME_FORMAT")
        return _("Restored revision %(number)s of %(when)s") % {
            "number": self.revision.number,
            "when": when,
        }


def restoration(story: Story, revision: Revision) -> Restoration:
    """What is kept of `revision`, less what is no longer there to be shown."""
    content, left_out = revision.content, list[str]()
    words = {name: content[name] for name in COLUMNS if name in content}
    _without_lost_photos(words, content.get("photos", {}), left_out)
    _with_a_free_address(story, words, left_out)
    lists = {
        name: _existing(model, content.get(name, ()), left_out)
        for name, model in LISTS.items()
    }
    lists["related"] = [pk for pk in lists["related"] if pk != story.pk]
    links = list(content.get("links", ()))
    appearances = list(content.get("appearances", ()))
    return Restoration(story, revision, words, lists, links, appearances, left_out)


def _without_lost_photos(
    words: dict[str, Any], said: Mapping[str, Any], left_out: list[str]
) -> None:
    shown = [words.get("hero"), *photo_ids(words.get("body", ""))]
    wanted = [number for number in dict.fromkeys(shown) if number]
    present = Photo.objects.present().in_bulk(wanted)
    lost = [number for number in wanted if number not in present]
    for number in lost:
        title = said.get(str(number), {}).get("title", number)
        left_out.append(_("The photo “%s” was withdrawn or is gone.") % title)
    if words.get("hero") in lost:
        words["hero"] = None
    words["body"] = without_photos(words.get("body", ""), lost)


def _with_a_free_address(
    story: Story, words: dict[str, Any], left_out: list[str]
) -> None:
    slug = words.get("slug", "")
    if Story.objects.filter(slug=slug).exclude(pk=story.pk).exists():
        del words["slug"]
        left_out.append(
            _("The address “%s” belongs to another story now; this one keeps its own.")
            % slug
        )


def _existing(
    model: type[models.Model], ids: Iterable[int], left_out: list[str]
) -> list[int]:
    wanted = list(ids)
    if issubclass(model, Merging):
        wanted = list(dict.fromkeys(_today(model, wanted)))
    there = model._default_manager.in_bulk(wanted)
    gone = [pk for pk in wanted if pk not in there]
    if gone:
        what = model._meta.verbose_name_plural
        left_out.append(
            _("No longer there: %(count)s of the %(what)s.")
            % {
                "count": len(gone),
                "what": what,
            }
        )
    return [pk for pk in wanted if pk in there]


def _today(model: Any, ids: Iterable[int]) -> Iterable[int]:
    """What was merged since comes back as what it is now."""
    merged = model._default_manager.exclude(merged_at=None)
    now_is = dict(merged.values_list("pk", "merged_into"))
    return (now_is.get(pk, pk) for pk in ids)
