"""A hundred thousand public stories, made by the database in a few statements.

Each is a copy of one story that went the ordinary way, with its own words, day, topic
and place, so that whatever columns a story has are filled as publishing fills them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from stories.models import Edition, Place, Revision, Story, Topic
from tests.make_stories import make_person, make_place, make_published, make_topic

SIZE = 100_000
YEARS = 20
# Each topic is half as frequent as the one before. The first never meets the last
# place, but for one story in five thousand: the worst case of two filters together.
TOPICS, PLACES = 12, 8
# In two stories of three; in one of twenty; in twenty stories of them all.
COMMON, USUAL, RARE = "harbour", "lantern", "quicksilver"

DRAWN = """
SELECT setseed(0.5);
CREATE TEMPORARY TABLE vocabulary AS
SELECT array_agg(first || middle || last ORDER BY random()) AS words
FROM unnest('{bar,cal,den,fol,gar,hol,kin,lor,mar,nel,pol,ren,sol,tam,ven}'::text[])
         AS first,
     unnest('{ba,co,di,fe,gu,la,mo,ni,pa,ro,su,ti}'::text[]) AS middle,
     unnest('{bel,dor,fin,gan,kel,lan,mer,nor,rus,ton,ver,wick}'::text[]) AS last;
CREATE TEMPORARY TABLE paragraph AS
SELECT number,
    string_agg(words[1 + floor(2160 * random() ^ 3)::int], ' ') || '.' AS words
FROM generate_series(1, %(paragraphs)s) AS number, generate_series(1, 45), vocabulary
GROUP BY number;
CREATE TEMPORARY TABLE crowd AS
SELECT each.number,
    nextval(pg_get_serial_sequence('stories_story', 'id')) AS story,
    nextval(pg_get_serial_sequence('stories_revision', 'id')) AS revision,
    'crowd-' || each.number AS slug,
    initcap(concat_ws(' ', v.words[1 + each.number %% 2160],
        v.words[1 + each.number / 7 %% 2160],
        CASE WHEN random() < .3 THEN 'harbour' END,
        v.words[1 + each.number / 131 %% 2160])) AS title,
    concat_ws(' ', a.words, b.words, c.words,
        CASE WHEN random() < .66 THEN 'harbour' END,
        CASE WHEN random() < .05 THEN 'lantern' END,
        CASE WHEN each.number %% (%(size)s / 20) = 7 THEN 'quicksilver' END) AS text,
    now() - each.number * (%(years)s * interval '365 days') / %(size)s AS at,
    topic,
    CASE WHEN each.number %% 5000 = 3 THEN %(places)s - 1
         ELSE (random() * (%(places)s - 1 - (topic = 0)::int))::int END AS place
FROM (
    SELECT number, CASE WHEN number %% 5000 = 3 THEN 0
        ELSE least(floor(-ln(random()) / ln(2)), %(topics)s - 1)::int END AS topic
    FROM generate_series(1, %(size)s) AS number
) AS each
CROSS JOIN vocabulary AS v
JOIN paragraph a ON a.number = 1 + each.number * 7 %% %(paragraphs)s
JOIN paragraph b ON b.number = 1 + each.number * 11 %% %(paragraphs)s
JOIN paragraph c ON c.number = 1 + each.number * 13 %% %(paragraphs)s;
"""
STORY = {
    "id": "crowd.story",
    "slug": "crowd.slug",
    "title": "crowd.title",
    "published_at": "crowd.at",
    "created_at": "crowd.at",
    "changed_at": "crowd.at",
}
REVISION = {"id": "crowd.revision", "story_id": "crowd.story", "at": "crowd.at"}
EDITION = {
    "story_id": "crowd.story",
    "revision_id": "crowd.revision",
    "slug": "crowd.slug",
    "title": "crowd.title",
    "plain_text": "crowd.text",
    "published_at": "crowd.at",
    "updated_at": "crowd.at",
    "topic_slugs": "ARRAY['topic-' || crowd.topic]",
    "topic_names": "ARRAY['Topic ' || crowd.topic]",
    "place_slugs": "ARRAY['place-' || crowd.place]",
    "place_names": "ARRAY['Place ' || crowd.place]",
    "also_found_by": "'Topic ' || crowd.topic || ' Place ' || crowd.place",
}


def make_crowd(size: int = SIZE) -> None:
    """`size` stories over twenty years, the newest a few minutes old."""
    pattern = make_published(
        by=make_person(),
        title="The pattern of the crowd",
        topics=[make_topic(f"Topic {number}") for number in range(TOPICS)],
        places=[make_place(f"Place {number}") for number in range(PLACES)],
    )
    of = {
        "size": size,
        "years": YEARS,
        "topics": TOPICS,
        "places": PLACES,
        "paragraphs": min(size, 4_000),
    }
    with connection.cursor() as cursor:
        cursor.execute(DRAWN, of)
        cursor.execute(_copies(Story, STORY), [pattern.pk])
        cursor.execute(_copies(Revision, REVISION), [pattern.latest_revision.pk])
        with _built_afterwards("edition_words", "edition_title_letters"):
            cursor.execute(_copies(Edition, EDITION), [pattern.live_edition.pk])
        for about, number in ((Topic, "topic"), (Place, "place")):
            cursor.execute(_about(about, number))
        cursor.execute("DROP TABLE vocabulary, paragraph, crowd")
        cursor.execute("ANALYZE")


@contextmanager
def _built_afterwards(*indexes: str) -> Iterator[None]:
    """A large index is made faster over rows that are there."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT pg_get_indexdef(oid) FROM pg_class WHERE relname = ANY(%s)",
            [list(indexes)],
        )
        definitions = [definition for (definition,) in cursor.fetchall()]
        cursor.execute(f"DROP INDEX {', '.join(indexes)}")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("; ".join(definitions))


def _copies(model: type[models.Model], own: dict[str, str]) -> str:
    table = model._meta.db_table
    columns = {
        field.column: own.get(field.column, f"pattern.{field.column}")
        for field in model._meta.local_concrete_fields
        if not field.generated and (not field.primary_key or field.column in own)
    }
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names of our own
        f"SELECT {', '.join(columns.values())} FROM crowd, {table} AS pattern "
        "WHERE pattern.id = %s ORDER BY number DESC"
    )


def _about(model: type[models.Model], number: str) -> str:
    through = getattr(Story, f"{number}s").through._meta.db_table
    return (
        f"INSERT INTO {through} (story_id, {number}_id) "  # noqa: S608 - as above
        f"SELECT story, about.id FROM crowd JOIN {model._meta.db_table} AS about "
        f"ON about.slug = '{number}-' || crowd.{number}"
    )
