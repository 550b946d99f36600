"""What an edition is found by: its words, its letters, what it is about."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db.models import F, GeneratedField, Q, Value
from django.db.models.functions import Replace

if TYPE_CHECKING:
    from stories.models.edition import EditionQuerySet

# Made in migration 0001: English stems over words without their accents.
CONFIG = "story_words"
# Thai, Lao, Tibetan, Burmese, Khmer, Japanese and Chinese put no space between words,
# so theirs are found as letters, wherever they stand.
UNSPACED_LETTERS = (
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u30ff"
    "\u3400-\u9fff\uf900-\ufaff]"
)
SHORT = ("dek", "card_summary", "also_found_by", "kicker")
ZERO_WIDTH_SPACE = "\u200b"  # where such a word may be broken at the end of a line
UNSPACED = Q(title__regex=UNSPACED_LETTERS) | Q(plain_text__regex=UNSPACED_LETTERS)


def words_to_find() -> GeneratedField:
    """A column that PostgreSQL fills: a title counts more than a mention."""
    return GeneratedField(
        expression=SearchVector("title", weight="A", config=CONFIG)
        + SearchVector(*SHORT, weight="B", config=CONFIG)
        + SearchVector("plain_text", weight="D", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )


def indexes_for_search() -> list[GinIndex]:
    """Those of words and subjects are of all editions, not of the live ones alone:

    PostgreSQL combines no two partial indexes of one condition, and together with that
    of the newest they are met before any row is.
    """
    unbroken = Replace(F("plain_text"), Value(ZERO_WIDTH_SPACE), Value(""))
    return [
        GinIndex(fields=["search"], name="edition_words"),
        GinIndex(fields=["topic_slugs", "place_slugs"], name="edition_subjects"),
        # For "did you mean".
        GinIndex(
            OpClass(F("title"), name="gin_trgm_ops"),
            name="edition_title_letters",
            condition=Q(ended_at=None),
        ),
        GinIndex(
            OpClass(F("title"), name="gin_trgm_ops"),
            OpClass(unbroken, name="gin_trgm_ops"),
            name="edition_unspaced",
            condition=Q(ended_at=None) & UNSPACED,
        ),
    ]


class Searching:
    def narrowed(
        self, topic: str = "", place: str = "", year: int = 0
    ) -> "EditionQuerySet":
        """About a topic, about a place, of a year of the charity's calendar."""
        found: Any = self
        if topic:
            found = found.filter(topic_slugs__contains=[topic])
        if place:
            found = found.filter(place_slugs__contains=[place])
        return found.filter(published_at__year=year) if year else found
