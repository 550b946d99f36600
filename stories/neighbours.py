"""Which stories are alike: by topic, by place, and by the words that tell most.

Found once, when a story is published, among the newest that share a topic or place with
it and the newest of all; both stories remember the other. On each page it would cost
more than all else, and ever more as stories are added.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from stories.models.edition import Edition
from stories.models.neighbour import Neighbour

# So many are kept of each story, some of which may be withdrawn one day.
KEPT = 16
SHARING, NEWEST = 1_000, 200
SLICE = 25

# Its headline, summary and other names, any of them: quoted as a tsquery asks for it.
TELLING_WORDS = r"""
SELECT coalesce(string_agg(
    '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | '), '')
FROM stories_edition, unnest(search)
WHERE id = %s AND weights && '{A,B}'
"""
LIVE = """
    ended_at IS NULL AND kind = 'story' AND language = %(language)s
    AND story_id <> %(story)s
"""
FIND = f"""
WITH candidate AS (
    (SELECT id FROM stories_edition e
     WHERE {LIVE} AND (topic_slugs && %(topics)s::varchar[]
                         OR place_slugs && %(places)s::varchar[])
     ORDER BY published_at DESC, id DESC LIMIT {SHARING})
    UNION
    (SELECT id FROM stories_edition e WHERE {LIVE}
     ORDER BY published_at DESC, id DESC LIMIT {NEWEST})
), nearest AS (
    SELECT story_id AS other,
        (topic_slugs && %(topics)s::varchar[])::int
        + (place_slugs && %(places)s::varchar[])::int
        + ts_rank(search, %(words)s::tsquery, 32) AS nearness
    FROM stories_edition JOIN candidate USING (id)
    ORDER BY nearness DESC, published_at DESC, id DESC LIMIT {KEPT}
)
INSERT INTO stories_neighbour (story_id, other_id, nearness)
SELECT %(story)s, other, nearness FROM nearest
UNION ALL SELECT other, %(story)s, nearness FROM nearest
RETURNING story_id
"""  # noqa: S608 - made of the constants above
FORGET = """
DELETE FROM stories_neighbour WHERE story_id = %(story)s OR other_id = %(story)s
"""
FORGET_THE_FARTHEST = f"""
DELETE FROM stories_neighbour USING (
    SELECT id, row_number() OVER (
        PARTITION BY story_id ORDER BY nearness DESC, id DESC) AS place
    FROM stories_neighbour WHERE story_id = ANY(%(stories)s)
) AS ranked
WHERE stories_neighbour.id = ranked.id AND ranked.place > {KEPT}
"""  # noqa: S608 - as above
# Two stories published at once would each wait for rows of the other.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('stories_neighbour'))"


@transaction.atomic
def find_neighbours(edition: Edition) -> None:
    """Anew for the story of a saved `edition`; some 50 ms among 100,000 stories."""
    given: dict[str, Any] = {
        "story": edition.story_id,
        "language": edition.language,
        "topics": edition.topic_slugs,
        "places": edition.place_slugs,
    }
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        cursor.execute(FORGET, given)
        if edition.kind != "story":
            return
        cursor.execute(TELLING_WORDS, [edition.pk])
        (words,) = cursor.fetchone()
        cursor.execute(FIND, {**given, "words": words})
        stories = [story for (story,) in cursor.fetchall()]
        cursor.execute(FORGET_THE_FARTHEST, {"stories": stories})


def find_missing_neighbours(now: datetime) -> int:
    """The chore: for stories that came otherwise than by being published."""
    known = Neighbour.objects.filter(story=OuterRef("story_id"))
    public = Edition.objects.public(now).filter(kind="story")
    alone = list(public.exclude(Exists(known)).order_by("-published_at")[:SLICE])
    for edition in alone:
        find_neighbours(edition)
    return Neighbour.objects.filter(
        story__in=[edition.story_id for edition in alone]
    ).count()
