"""The topics and places there are, by their addresses; kept until one changes."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify

from ijm.kept import kept
from stories.models import Place, Topic

MOST = 4  # of them, above what a search found


@dataclass(frozen=True)
class Subject:
    """A topic or a place, as lists and search know it."""

    slug: str
    name: str
    url: str
    introduction: str
    aliases: tuple[str, ...]
    former_slugs: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def other_slugs(self) -> list[str]:
        return [*self.former_slugs, *(slugify(name) for name in self.names)]

    def is_meant_by(self, terms: str) -> bool:
        """One of its names is among the words, or begins as they do."""
        asked, words = _plain(terms), set(_plain(terms).split())
        return any(
            words >= set(name.split()) or (len(asked) > 3 and name.startswith(asked))
            for name in self._plain_names
        )

    @cached_property
    def _plain_names(self) -> list[str]:
        return [name for each in self.names if (name := _plain(each))]


def topics() -> dict[str, str]:
    return {slug: each.name for slug, each in _every(Topic).items()}


def places() -> dict[str, str]:
    return {slug: each.name for slug, each in _every(Place).items()}


def every_topic() -> list[Subject]:
    return list(_every(Topic).values())


def every_place() -> list[Subject]:
    return list(_every(Place).values())


def every_subject() -> list[Subject]:
    return [*every_topic(), *every_place()]


def led_to(model: type[Topic] | type[Place], slug: str) -> Subject | None:
    """Whose other word the slug is: what was called so before keeps its address."""
    return next(
        (each for each in _every(model).values() if slug in each.other_slugs), None
    )


def called_now(model: type[Topic] | type[Place], slug: str) -> str:
    """The slug of what was merged since; any other as it is."""
    every = _every(model)
    if slug in every:
        return slug
    into = (each.slug for each in every.values() if slug in each.former_slugs)
    return next(into, slug)


def meant_by(terms: str) -> list[Subject]:
    return [each for each in every_subject() if each.is_meant_by(terms)][:MOST]


def every_name() -> list[str]:
    return [name for each in every_subject() for name in each.names]


def _every(model: type[Topic] | type[Place]) -> dict[str, Subject]:
    return kept(("subjects", model.__name__), lambda: _read(model))


def _read(model: type[Topic] | type[Place]) -> dict[str, Subject]:
    return {
        row.slug: Subject(
            row.slug,
            row.name,
            row.get_absolute_url(),
            row.introduction,
            tuple(row.aliases),
            tuple(each.slug for each in row.merged.all()),
        )
        for row in model.objects.standing().prefetch_related("merged")
    }


def _plain(words: str) -> str:
    """Without accents, capitals and all that is no letter."""
    letters = unicodedata.normalize("NFKD", words.casefold())
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(re.findall(r"\w+", bare))
