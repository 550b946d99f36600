"""What the references of a body stand for, drawn for our pages and for other readers.

A block whose things are all gone is nothing: the words around it close up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.template.loader import render_to_string
from django.utils.translation import get_language

from ijm.blanks import Given, filled
from ijm.kept import kept
from stories.body import Draw, Reference, joined
from stories.models.enclosure import Enclosure
from stories.models.figure import ImpactFigure
from stories.models.photo import Photo
from stories.picture import PLACES, address_of_largest, figure_of, picture

T = TypeVar("T")


@dataclass(frozen=True)
class Material:
    """What a page may show now of all that its body refers to, by number."""

    photos: Mapping[int, Photo] = field(default_factory=dict)
    figures: Mapping[int, ImpactFigure] = field(default_factory=dict)
    enclosures: Mapping[int, Enclosure] = field(default_factory=dict)

    @property
    def frames(self) -> set[str]:
        """Whose players may come into the page."""
        hosted = (each.hosted for each in self.enclosures.values())
        return {each.origin for each in hosted if each}

    @property
    def has_sound(self) -> bool:
        """Whether sound of our own may be heard."""
        return any(
            each.kind == Enclosure.Kind.AUDIO for each in self.enclosures.values()
        )


def on_a_page(material: Material) -> Draw:
    return lambda reference: ON_A_PAGE[reference.kind](reference, material)


def elsewhere(material: Material) -> Draw:
    """For feeds and mail: plain blocks below each other, with nothing to press."""
    return lambda reference: ELSEWHERE[reference.kind](reference, material)


def _photo(reference: Reference, material: Material) -> str:
    return joined(
        figure_of(photo, "inline", "stories/_figure.html")
        for photo in _present(reference, material.photos)
    )


def _gallery(reference: Reference, material: Material) -> str:
    """Photos beside each other, each leading to the whole of it."""
    photos = [each for each in _present(reference, material.photos) if each.files]
    if len(photos) < 2:
        return _photo(reference, material)
    credits = list(dict.fromkeys(photo.credit_line for photo in photos))
    shared = credits[0] if len(credits) == 1 else ""
    rows = joined(_gallery_photo(photo, shared) for photo in photos)
    return render_to_string(
        "stories/_gallery.html",
        {"rows": rows, "count": len(photos), "shared_credit": shared},
    )


def _gallery_photo(photo: Photo, shared_credit: str) -> str:
    words = {
        "picture": picture(photo, PLACES["gallery"]),
        "large": address_of_largest(photo),
        "caption": photo.caption,
        "credit": "" if shared_credit else photo.credit_line,
    }
    template = "stories/_gallery_photo.html"
    return filled(
        template, Given(words), lambda marks: render_to_string(template, marks)
    )


def _figures(reference: Reference, material: Material) -> str:
    figures = _present(reference, material.figures)
    if not figures:
        return ""
    ids = tuple(figure.pk for figure in figures)
    return kept(
        ("figures", ids, get_language()),
        lambda: render_to_string("stories/_figures_block.html", {"figures": figures}),
    )


def _recording(reference: Reference, material: Material) -> str:
    """Played here once somebody asks for it; until then, nothing of it is loaded."""
    return joined(
        _drawn(each, material, f"stories/_recording_{each.kind}.html")
        for each in _present(reference, material.enclosures)
        if each.is_recording
    )


def _recording_elsewhere(reference: Reference, material: Material) -> str:
    """Named and led to, with its words."""
    return joined(
        _drawn(each, material, "stories/_recording_plain.html")
        for each in _present(reference, material.enclosures)
        if each.is_recording
    )


def _drawn(recording: Enclosure, material: Material, template: str) -> str:
    poster = material.photos.get(recording.poster_id or 0)
    return render_to_string(
        template,
        {
            "recording": recording,
            "picture": picture(poster, PLACES["inline"]) if poster else "",
            "picture_credit": poster.credit_line if poster else "",
        },
    )


def _documents(reference: Reference, material: Material) -> str:
    found = _present(reference, material.enclosures)
    documents = [each for each in found if not each.is_recording]
    if not documents:
        return ""
    return render_to_string("stories/_documents.html", {"documents": documents})


def _present(reference: Reference, found: Mapping[int, T]) -> list[T]:
    return [found[number] for number in reference.ids if number in found]


Drawer = Callable[[Reference, Material], str]
ON_A_PAGE: Mapping[str, Drawer] = {
    "photo": _photo,
    "gallery": _gallery,
    "figures": _figures,
    "recording": _recording,
    "documents": _documents,
}
ELSEWHERE: Mapping[str, Drawer] = {
    **ON_A_PAGE,
    "gallery": _photo,
    "recording": _recording_elsewhere,
}
