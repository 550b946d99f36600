"""Facts that are harmless alone and together tell who somebody is.

An exact age, a day, a small place, a case number: whoever knows the village needs no
name. Three kinds in one story, and a reviewer weighs them. The words are English.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.models.telltale import Telltale
from stories.models.topic import Place
from stories.names.plain import plain

TOGETHER = 3  # kinds from which a reviewer is asked
WORDS = Path(__file__).with_suffix(".toml")
Kind = Telltale.Kind
# A word with a capital that is not merely the first of its sentence.
NO_NAME = (
    r"(?!(?:A|An|The|This|That|These|Those|My|Your|His|Her|Its|Our|Their|In|At|On|From|"
    r"To|One|Each|Every|No|Another|Some|Any|Which|What)\b)"
)
NAME = NO_NAME + r"[A-Z][\w’'-]+(?:[ -][A-Z][\w’'-]+){0,3}"
# `%(number)s` and the others are lists of words of jigsaw.toml.
PATTERNS = {
    Kind.AGE: [
        r"(?i:\b%(number)s[- ]years?[- ]old\b)",
        r"(?i:\b(?:aged|age of|turned|was only|was just) %(number)s\b)",
        r"(?i:\bwhen (?:she|he|they) (?:was|were) %(number)s\b)",
    ],
    Kind.DAY: [
        r"\b\d{1,2}(?:st|nd|rd|th)?(?: of)? %(months)s\b(?:,? \d{4})?",
        r"\b%(months)s \d{1,2}(?:st|nd|rd|th)?\b(?!\d)(?:,? \d{4})?",
        r"\b\d{4}-\d\d-\d\d\b",
        r"\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b",
    ],
    Kind.PLACE: [
        r"\b%(name)s (?i:%(small_places)s)\b",
        r"(?i:\b%(small_places)s) of %(name)s",
    ],
    Kind.COURT: [
        r"\b%(name)s (?i:%(courts)s) [Cc]ourt\b",
        r"\b[Cc]ourt of %(name)s",
        r"(?i:\b(?:case|docket|file|verdict|indictment)) "
        r"(?:(?i:no|nr|number)\b\.? ?)?#?[A-Z]{0,5}[ -]?\d+(?:[/-]\d+)+",
    ],
    Kind.SCHOOL: [r"\b%(name)s (?i:%(workplaces)s)\b"],
    Kind.RELATION: [
        r"(?is:\b(?:her|his|their|girl’s|boy’s|child’s) (?:own )?"
        r"%(relations)s\b(?=[^.!?]{0,160}\b%(accusing)s\b))",
        r"(?is:\b%(accusing)s\b[^.!?]{0,80}\b(?:her|his|their) (?:own )?"
        r"%(relations)s\b)",
    ],
    Kind.GROUP: [
        r"\b%(name)s (?i:%(groups)s)\b",
        r"(?i:\b%(groups)s) of (?:the )?%(name)s",
    ],
}


@dataclass(frozen=True)
class Found:
    """Words of the text that narrow it down, and coarser ones to put instead."""

    kind: str
    words: str
    instead: str | Promise

    @property
    def label(self) -> str | Promise:
        return Kind(self.kind).label


def telltales_in(texts: Mapping[str, str]) -> list[Found]:
    """Each once, in the order of kinds."""
    text = "\n".join(plain(each) for each in texts.values())
    found = [
        Found(kind, match.group().strip(), instead(match))
        for kind, pattern, instead in [*_patterns(), *_of_staff()]
        for match in pattern.finditer(text)
    ]
    return list({(each.kind, each.words.casefold()): each for each in found}.values())


def kinds_of(found: list[Found]) -> list[str]:
    return [kind for kind in Kind.values if any(each.kind == kind for each in found)]


Rule = tuple[str, re.Pattern[str], Callable[[re.Match[str]], str | Promise]]


@cache
def _patterns() -> tuple[Rule, ...]:
    lists = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    some = {name: _any_of(words) for name, words in lists.items()}
    some |= {"name": NAME, "number": rf"(?P<age>\d{{1,2}}|{some['numbers']})"}
    return tuple(
        (kind.value, re.compile(pattern % some), COARSER[kind])
        for kind, patterns in PATTERNS.items()
        for pattern in patterns
    )


def _of_staff() -> Iterator[Rule]:
    """Words that staff added, and places of ours that are smaller than a country."""
    for word in Telltale.objects.all():
        pattern = rf"(?i:\b{re.escape(word.words)}\b)"
        yield word.kind, re.compile(pattern), COARSER[Kind(word.kind)]
    for name in Place.objects.values_list("name", flat=True):
        if name.casefold() not in _wide_places():
            yield Kind.PLACE, re.compile(rf"\b{re.escape(name)}\b"), COARSER[Kind.PLACE]


@cache
def _wide_places() -> frozenset[str]:
    """Countries, continents and parts of them."""
    names = Locale("en").territories.values()
    return frozenset(str(name).casefold() for name in names)


def _any_of(words: list[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(word) for word in longest_first)})"


def _coarser_age(match: re.Match[str]) -> str | Promise:
    lists = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    words = match["age"].casefold()
    age = int(words) if words.isdigit() else lists["numbers"].index(words) + 1
    for below, instead in AGES:
        if age < below:
            return instead
    return _("an older person")


def _coarser_day(match: re.Match[str]) -> str | Promise:
    kept = re.findall(r"[^\W\d_]{3,}|\d{4}", match.group())
    return " ".join(word for word in kept if word != "of") or _("that year")


AGES = (
    (13, _("a child")),
    (20, _("a teenager")),
    (30, _("in their twenties")),
    (60, _("an adult")),
)
COARSER: dict[Kind, Callable[[re.Match[str]], str | Promise]] = {
    Kind.AGE: _coarser_age,
    Kind.DAY: _coarser_day,
    Kind.PLACE: lambda match: _("the country, or a wide region"),
    Kind.COURT: lambda match: _("a court"),
    Kind.SCHOOL: lambda match: _("a school, a factory"),
    Kind.RELATION: lambda match: _("somebody they knew"),
    Kind.GROUP: lambda match: _("leave it out"),
}
