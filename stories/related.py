"""What to read next: chosen by hand first, then the most alike, then the newest.

One statement written by hand: what Django makes of a union under an `IN` costs more to
compose than to run, on every story page.
"""

from datetime import datetime

from ijm.prepared import Statement
from stories.models.edition import Edition

HOW_MANY = 3
# What a card shows, in the order of the model's fields.
COLUMNS = (
    "id kind slug title kicker card_summary content_note hero_id topic_names "
    "place_names updates minutes published_at public_until".split()
)

PUBLIC = """
    e.ended_at IS NULL AND e.kind = 'story' AND e.published_at <= %(now)s
    AND (e.public_until IS NULL OR e.public_until > %(now)s) AND e.story_id <> %(story)s
"""
SQL = f"""
WITH candidate AS (
    (SELECT e.id, hand.position, NULL::float AS nearness FROM stories_edition e
     JOIN stories_relatedstory hand ON hand.other_id = e.story_id
     WHERE hand.story_id = %(story)s AND {PUBLIC})
    UNION ALL
    (SELECT e.id, NULL, alike.nearness FROM stories_edition e
     JOIN stories_neighbour alike ON alike.other_id = e.story_id
     WHERE alike.story_id = %(story)s AND {PUBLIC})
    UNION ALL
    (SELECT e.id, NULL, NULL FROM stories_edition e WHERE {PUBLIC}
     ORDER BY e.published_at DESC, e.id DESC LIMIT {HOW_MANY})
), ranked AS (
    SELECT id, min(position) AS position, max(nearness) AS nearness
    FROM candidate GROUP BY id
)
SELECT {", ".join(f"e.{name}" for name in COLUMNS)}
FROM stories_edition e JOIN ranked USING (id)
ORDER BY ranked.position NULLS LAST, ranked.nearness DESC NULLS LAST,
    e.published_at DESC, e.id DESC
LIMIT {HOW_MANY}
"""  # noqa: S608 - the parts put together are the constants above
NEIGHBOURS = Statement(Edition, COLUMNS, SQL)


def related(edition: Edition, now: datetime) -> list[Edition]:
    """At most three public editions of other stories, in one query."""
    return NEIGHBOURS.rows({"now": now, "story": edition.story_id})
