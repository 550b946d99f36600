"""What the numbers in a revision stand for, looked up once for all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ijm.models import StaffMember
from stories.body import PICTURES, ids_in, photo_ids
from stories.models import ImpactFigure, Photo, Place, Story, Topic
from stories.models.revision import PHOTO_WORDS


@dataclass(frozen=True)
class Names:
    """Words for photos as they were then, for all else as it is called today."""

    named: Mapping[str, Mapping[int, Any]]
    photos: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, content: Mapping[str, Any], person: Any) -> "Names":
        stories = [*content.get("related", ()), content.get("translation_of")]
        figures = ids_in(content.get("body", ""), "figures")
        wanted: dict[str, tuple[Any, Any]] = {
            "topics": (Topic.objects, content.get("topics")),
            "places": (Place.objects, content.get("places")),
            "figures": (ImpactFigure.objects, figures),
            "people": (StaffMember.objects, content.get("readers")),
            "stories": (Story.objects.visible_to(person), [pk for pk in stories if pk]),
        }
        named = {
            kind: rows.in_bulk(ids) if ids else {}
            for kind, (rows, ids) in wanted.items()
        }
        return cls(named, content.get("photos") or _today(content))

    def called(self, kind: str, pk: int) -> str:
        return str(self.named[kind].get(pk) or _("something that is gone (%s)") % pk)

    def reference(self, kind: str, which: str) -> str:
        """What a figure of the body refers to."""
        if not which.isdecimal():
            return ""
        if kind in PICTURES:
            return self.photo(int(which))
        return self.called(kind, int(which)) if kind in self.named else ""

    def photo(self, pk: int) -> str:
        """All that is said of it: a changed caption is a change of the story."""
        words = self.photos.get(str(pk))
        if words is None:
            return _("a photo that is gone (%s)") % pk
        said = ((name, _value(name, words[name])) for name in PHOTO_WORDS)
        return " · ".join(
            f"{capfirst(_field(name).verbose_name)}: {value}"
            for name, value in said
            if value
        )


def _today(content: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """For revisions of a time when they did not keep the words of their photos."""
    shown = [content.get("hero"), *photo_ids(content.get("body", ""))]
    rows = Photo.objects.filter(pk__in=[pk for pk in shown if pk])
    return {str(row.pop("pk")): row for row in rows.values("pk", *PHOTO_WORDS)}


def _field(name: str) -> Any:
    return Photo._meta.get_field(name)


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else ""
    return str(dict(_field(name).flatchoices).get(value, value))
