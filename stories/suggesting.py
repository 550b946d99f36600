"""What to look for instead, where nothing has all of the words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.db import connection, transaction
from django.db.models import QuerySet

from stories import catalogue
from stories.models.edition import Edition

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
MOST_WORDS = 8
LIKE_ENOUGH = 0.7
# Less than PostgreSQL's own 0.6: two letters changed places in a short word.
LETTERS_ALIKE = 0.4
LACKING = """
SELECT word FROM unnest(%(words)s::text[]) AS word
WHERE numnode(plainto_tsquery('story_words', word)) > 0 AND NOT EXISTS (
    SELECT FROM stories_edition
    WHERE ended_at IS NULL AND published_at <= %(now)s
        AND (public_until IS NULL OR public_until > %(now)s)
        AND search @@ plainto_tsquery('story_words', word)
)
"""


@dataclass(frozen=True)
class Advice:
    """Other terms: what was perhaps meant, or any of the words in place of all."""

    terms: str
    is_spelling: bool = True


def advice(terms: str, now: datetime) -> Advice | None:
    words = list(dict.fromkeys(WORD.findall(terms)))[:MOST_WORDS]
    words = [word for word in words if word.lower() != "or"]
    lacking = _lacking(words, now)
    better = {word: near for word in lacking if (near := _nearest(word, now))}
    if better:
        return Advice(WORD.sub(lambda found: better.get(found[0], found[0]), terms))
    there = [word for word in words if word not in lacking]
    if there and len(words) > 1:
        return Advice(" or ".join(there), is_spelling=False)
    return None


def _lacking(words: list[str], now: datetime) -> list[str]:
    """Those that are in no public story at all."""
    with connection.cursor() as cursor:
        cursor.execute(LACKING, {"words": words, "now": now})
        return [word for (word,) in cursor.fetchall()]


def _nearest(word: str, now: datetime) -> str:
    """The word of our topics, places and titles that is written most like it."""
    known = {each.lower() for each in _words_in(_candidates(word, now))}
    best = max(known, key=lambda each: _likeness(word, each), default="")
    return best if _likeness(word, best) >= LIKE_ENOUGH else ""


def _candidates(word: str, now: datetime) -> list[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [str(LETTERS_ALIKE)],
        )
        titles = list(titles_like(word, now))
    return [*catalogue.every_name(), *titles]


def titles_like(word: str, now: datetime) -> "QuerySet[Edition, str]":
    """Any hundred: to sort them, all that are a little like it would be compared."""
    alike = Edition.objects.public(now).filter(title__trigram_word_similar=word)
    return alike.order_by().values_list("title", flat=True)[:100]


def _words_in(texts: Iterable[str]) -> Iterable[str]:
    return (word for text in texts for word in WORD.findall(text))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other).ratio()
