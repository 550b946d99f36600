"""All the words that a revision would make public, by what an editor calls them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from stories.models.content import Content
from stories.models.enclosure import Enclosure
from stories.models.photo import Photo
from stories.models.revision import Revision

Texts = dict[str, str]

LISTS = {"links": _("Related links")}
# A photo is shown with the words it has now, which its own row knows.
NOT_SHOWN = {"photos", "embargo_until_event"}
OF_AN_ENCLOSURE = ("title", "about", "credit", "transcript", "file_name")
OF_A_PHOTO = ("alt", "caption", "credit")


def where_of(revision: Revision) -> str:
    """What an acceptance is bound to: the story, whichever revision of it."""
    return f"story {revision.story_id}"


def texts_of(
    revision: Revision,
    photos: Iterable[Photo] = (),
    enclosures: Iterable[Enclosure] = (),
    columns: Sequence[str] = (),
) -> Texts:
    """Every word of the snapshot, so that a new column needs no line here.

    With `columns`, those alone.
    """
    words = {
        _label(name): "\n".join(_strings(value))
        for name, value in revision.content.items()
        if name in (columns or revision.content.keys() - NOT_SHOWN)
    }
    for photo in photos:
        for name in OF_A_PHOTO:
            words[_of_photo(photo, name)] = getattr(photo, name)
    for each in enclosures:
        for name in OF_AN_ENCLOSURE:
            words[_of_enclosure(each, name)] = getattr(each, name)
    return {label: text for label, text in words.items() if text}


def _label(column: str) -> str:
    known = {field.name: field.verbose_name for field in Content._meta.fields}
    return capfirst(str(known.get(column) or LISTS.get(column) or column))


def _of_photo(photo: Photo, column: str) -> str:
    label = Photo._meta.get_field(column).verbose_name  # type: ignore[union-attr]
    return str(_("Photo “%(photo)s”: %(part)s")) % {"photo": photo, "part": label}


def _of_enclosure(enclosure: Enclosure, name: str) -> str:
    known = {each.name: each.verbose_name for each in Enclosure._meta.fields}
    part = known.get(name) or _("name of the file")
    return f"“{enclosure}”: {part}"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
