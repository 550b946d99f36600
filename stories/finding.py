"""Finding stories and pages by words: the best of the newest thousand that match.

To rank or count all that a common word is in would take a second at 100,000 stories.
So the newest thousand are ranked, counted by topic, place and year, and paged; they
are met in a stretch of time just long enough to hold them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from ijm import replica
from ijm.kept import kept
from stories.counting import Choice, Month, beginning, months
from stories.terms import Terms

EVER = "-infinity"
Since = datetime | str

# Sorted by a sum, so that the planner will not walk from the newest and unpack the
# words of each: it cannot know what that costs.
SQL = """
SELECT id, kind, topic_slugs, place_slugs, stories_month(published_at) / 100, {rank}
FROM (
    SELECT id, kind, topic_slugs, place_slugs, published_at, title, search
    FROM stories_edition
    WHERE ended_at IS NULL AND published_at <= %(now)s
        AND (public_until IS NULL OR public_until > %(now)s)
        AND published_at >= %(since)s::timestamptz
        AND {matches}{narrowed}
    ORDER BY published_at + interval '0' DESC, id DESC LIMIT %(window)s
) AS newest
ORDER BY {rank} DESC, published_at DESC, id DESC
"""
GUESS = """
EXPLAIN (FORMAT JSON)
SELECT 1 FROM stories_edition WHERE ended_at IS NULL AND {matches}{narrowed}
"""
NARROWED = {
    "topic": " AND kind = 'story' AND topic_slugs @> ARRAY[%(topic)s]::varchar[]",
    "place": " AND kind = 'story' AND place_slugs @> ARRAY[%(place)s]::varchar[]",
    "year": " AND kind = 'story' AND published_at >= %(begins)s"
    " AND published_at < %(ends)s",
}


class Match(NamedTuple):
    pk: int
    kind: str
    topics: list[str]
    places: list[str]
    year: int
    rank: float


@dataclass(frozen=True)
class Reach:
    """How many are ranked; and how many times as many should match where they are

    looked for, by the planner's guess: it counts the last word twice, whole and begun.
    """

    window: int = 1_000
    margin: float = 2.5


REACH = Reach()


@dataclass(frozen=True)
class Found:
    terms: Terms
    choice: Choice
    matches: list[Match]
    window: int

    @property
    def total(self) -> int:
        return len(self.matches)

    @property
    def is_more(self) -> bool:
        """There may be older ones that match as well."""
        return self.total >= self.window

    def beside(self, name: str) -> dict[Any, int]:
        """How many of them each topic, place or year has."""
        if chosen := getattr(self.choice, name):
            return {chosen: self.total}
        return Counter(each for match in self.matches for each in _of(match, name))


def nothing(choice: Choice) -> Found:
    return Found(Terms(""), choice, [], REACH.window)


def find(terms: Terms, choice: Choice, now: datetime, reach: Reach = REACH) -> Found:
    look = partial(_look, terms, choice, now, reach.window)
    if terms.is_unspaced:  # their index holds few, and knows no days
        return Found(terms, choice, look(), reach.window)
    since = _since(terms, choice, now, reach)
    found = look(since)
    if since != EVER and len(found) < reach.window:
        found = look()
    return Found(terms, choice, found, reach.window)


def _since(terms: Terms, choice: Choice, now: datetime, reach: Reach) -> Since:
    """When the stories begin among which more than enough should match."""
    every = _months(choice, now)
    stories = sum(month.number for month in every)
    wanted = reach.window * reach.margin
    if stories <= wanted:
        return EVER
    guessed = max(_guessed(terms, choice), 1)
    return _reaching_back(every, wanted * stories / guessed)


def _guessed(terms: Terms, choice: Choice) -> int:
    """How many match, as the planner guesses from what it knows of words."""
    narrowed = "".join(NARROWED[name] for name in choice.named)
    with replica.reading().cursor() as cursor:
        cursor.execute(
            GUESS.format(matches=terms.matches, narrowed=narrowed),
            {**_bounds(choice), **choice.named, **terms.parameters},
        )
        (plan,) = cursor.fetchone()
    return plan[0]["Plan"]["Plan Rows"]


def _months(choice: Choice, now: datetime) -> list[Month]:
    if choice:
        return months(choice, now)
    return kept("months of stories", lambda: months(choice, now))


def _reaching_back(every: list[Month], number: float) -> Since:
    """The beginning of the month with which so many stories are reached."""
    reached = 0
    for month in every:
        reached += month.number
        if reached >= number:
            return month.begins
    return EVER


def _look(*asked: Any) -> list[Match]:
    with replica.reading().cursor() as cursor:
        cursor.execute(*statement(*asked))
        return [Match(*row) for row in cursor.fetchall()]


def statement(
    terms: Terms,
    choice: Choice,
    now: datetime,
    window: int,
    since: Since = EVER,
) -> tuple[str, dict[str, Any]]:
    narrowed = "".join(NARROWED[name] for name in choice.named)
    sql = SQL.format(rank=terms.rank, matches=terms.matches, narrowed=narrowed)
    given = {"now": now, "since": since, "window": window, **_bounds(choice)}
    return sql, {**given, **choice.named, **terms.parameters}


def _bounds(choice: Choice) -> dict[str, Any]:
    if not choice.year:
        return {}
    return {"begins": beginning(choice.year), "ends": beginning(choice.year + 1)}


def _of(match: Match, name: str) -> Iterable[Any]:
    if match.kind != "story":
        return ()
    told: dict[str, list[Any]] = {
        "topic": match.topics,
        "place": match.places,
        "year": [match.year],
    }
    return told[name]
