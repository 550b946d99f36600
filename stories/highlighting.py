"""What was found, with the words looked for marked in title, summary and text.

A story that needs a note on its content shows no line of its text in a list: whoever
searches has not chosen yet to read it.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ijm import replica
from stories.models.edition import Edition
from stories.terms import Terms

# Letters of no language, taken out of what they are put into: nobody can forge them.
START, STOP = "\ue000", "\ue001"
LONGEST = 20_000  # letters of a text that are looked through
AROUND = 60  # letters to either side, where words cannot be told apart
WHOLE = f"HighlightAll=true, StartSel={START}, StopSel={STOP}"
FRAGMENTS = (
    f"MaxFragments=2, MaxWords=26, MinWords=9, StartSel={START}, StopSel={STOP}, "
    'FragmentDelimiter=" … "'
)
SQL = """
SELECT id, title, summary,
    CASE WHEN content_note = '' AND position(%(start)s IN summary) = 0
    THEN ts_headline('story_words', text, {query}, %(fragments)s) ELSE '' END
FROM (
    SELECT id, content_note, left({text}, %(longest)s) AS text,
        ts_headline('story_words', {title}, {query}, %(whole)s) AS title,
        ts_headline('story_words', {summary}, {query}, %(whole)s) AS summary
    FROM stories_edition WHERE id = ANY(%(ids)s)
) AS found
"""
CLEAN = "translate({}, %(marks)s, '')"
COLUMNS = {
    "title": CLEAN.format("title"),
    "summary": CLEAN.format("card_summary"),
    "text": CLEAN.format("plain_text"),
}


@dataclass(frozen=True)
class Hit:
    edition: Edition
    title: SafeString
    summary: SafeString
    excerpt: SafeString


def hits(terms: Terms, editions: list[Edition]) -> list[Hit]:
    """One for each, in the same order."""
    ids = [edition.pk for edition in editions]
    marked = _by_letters(terms, ids) if terms.is_unspaced else _by_words(terms, ids)
    return [
        Hit(edition, *(_shown(words) for words in marked[edition.pk]))
        for edition in editions
        if edition.pk in marked
    ]


def _by_words(terms: Terms, ids: list[int]) -> dict[int, tuple[str, ...]]:
    given: dict[str, Any] = {
        "ids": ids,
        "start": START,
        "marks": START + STOP,
        "whole": WHOLE,
        "fragments": FRAGMENTS,
        "longest": LONGEST,
        **terms.parameters,
    }
    with replica.reading().cursor() as cursor:
        cursor.execute(SQL.format(query=terms.query, **COLUMNS), given)
        return {pk: (title, *more) for pk, title, *more in cursor.fetchall()}


def _by_letters(terms: Terms, ids: list[int]) -> dict[int, tuple[str, ...]]:
    looked_for = re.compile("|".join(map(re.escape, terms.parts)), re.IGNORECASE)
    found: dict[int, tuple[str, ...]] = {}
    for edition in Edition.objects.filter(pk__in=ids).only(
        "title", "card_summary", "content_note", "plain_text"
    ):
        title, summary = (
            looked_for.sub(rf"{START}\g<0>{STOP}", _clean(text))
            for text in (edition.title, edition.card_summary)
        )
        told = START in summary or bool(edition.content_note)
        found[edition.pk] = (
            title,
            summary,
            "" if told else _around(looked_for, _clean(edition.plain_text[:LONGEST])),
        )
    return found


def _around(looked_for: re.Pattern[str], text: str) -> str:
    first = looked_for.search(text)
    if first is None:
        return ""
    begins, ends = max(0, first.start() - AROUND), first.end() + AROUND
    return looked_for.sub(rf"{START}\g<0>{STOP}", text[begins:ends])


def _clean(text: str) -> str:
    return re.sub(f"[{START}{STOP}\u200b]", "", text)


def _shown(words: str) -> SafeString:
    marked = escape(words).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(marked)  # noqa: S308 - escaped, and marked by ourselves
