"""Every text that visitors may read is asked about first, whichever app it is of.

Apps say here which columns of their models are public, and what looks at such words.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from ijm.contributions import Registry


@dataclass(frozen=True)
class PublicWords:
    """The columns of a model, by its label, that visitors can read.

    Where `shown(row)` they can read them as soon as it is saved.
    """

    name: str
    columns: tuple[str, ...]
    shown: Callable[[Any], bool] = field(default=lambda row: True)


@dataclass(frozen=True)
class Trouble:
    """What must not be public in one part of a text, and what to do about it.

    The sentence may be kept and mailed; the words are for their writer's screen alone.
    """

    part: str
    words: str
    sentence: str


@dataclass(frozen=True)
class WordCheck:
    """Asked of all texts: `find({part: text}, where)`; `where` names the whole."""

    name: str
    find: Callable[[Mapping[str, str], str], Iterable[Trouble]]


@dataclass(frozen=True)
class KeptWords:
    """Columns in which public words are kept, though no visitor reads them there.

    Where a name must be erased, it is looked for here, too.
    """

    name: str
    columns: tuple[str, ...]


public_words: Registry[PublicWords] = Registry()
kept_words: Registry[KeptWords] = Registry()
word_checks: Registry[WordCheck] = Registry()


class NotForPublic(Exception):
    """The troubles, as one sentence each for the person who tried."""

    def __init__(self, troubles: list[Trouble]) -> None:
        super().__init__(" ".join(trouble.sentence for trouble in troubles))
        self.troubles = troubles


def words_of(row: Model) -> dict[str, str]:
    """The public columns of a row as text; lists have a line for each item."""
    label = label_of(row)
    if label not in public_words:
        return {}
    columns = public_words.named(label).columns
    return {name: _text(row.serializable_value(name)) for name in columns}


def troubles_in(row: Model) -> list[Trouble]:
    return troubles(words_of(row), label_of(row))


def troubles(texts: Mapping[str, str], where: str) -> list[Trouble]:
    """What all checks found; `where` names the kind of text, or the very text."""
    present = {part: text for part, text in texts.items() if text}
    if not present:
        return []
    return [found for check in word_checks for found in check.find(present, where)]


def refuse(*rows: Model) -> None:
    """Before rows that were drafts are shown. Raises NotForPublic."""
    found = [trouble for row in rows for trouble in troubles_in(row)]
    if found:
        raise NotForPublic(found)


def is_shown(row: Model) -> bool:
    return public_words.named(label_of(row)).shown(row)


def label_of(row: Model | type[Model]) -> str:
    """A proxy goes by what it stands for: its rows are those."""
    model: Any = row._meta.concrete_model
    return model._meta.label


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(_text(each) for each in value)
    if isinstance(value, dict):
        return _text(list(value.values()))
    return "" if value is None else str(value)
