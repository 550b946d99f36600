"""A scratch database with a charity in it, dropped when the bench is over."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from ijm.contributions import demo_loaders
from tests.make_stories import (
    PARAGRAPH,
    make_person,
    make_photo,
    make_place,
    make_published,
    make_topic,
    picture_bytes,
    reference,
)

SLUG = "for-the-bench"
ADDRESS = f"/stories/{SLUG}/"
NEIGHBOURS = 20
# Static files that no public page asks for: they take longer than the bench.
INSIDE = ["admin", "ckeditor", "gis"]


@contextmanager
def scratch_database() -> Iterator[None]:
    """Not the demo's, and not one that tests clear: a database of the bench's own."""
    kept = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{kept}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command(
            "collectstatic", interactive=False, verbosity=0, ignore_patterns=INSIDE
        )
        demo_loaders.named("house").load()
        make_stories()
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def make_stories() -> None:
    """One story of some 900 words with a hero and two pictures, among neighbours."""
    words = {"topics": [make_topic()], "places": [make_place()], "by": make_person()}
    picture = picture_bytes((1600, 1000))
    for number in range(NEIGHBOURS):
        hero = make_photo(data=picture) if number < 3 else None
        make_published(hero=hero, **words)
    hero, first, second = (make_photo(data=picture) for _ in range(3))
    body = PARAGRAPH * 12 + reference(first) + PARAGRAPH * 12 + reference(second)
    make_published(
        **words,
        slug=SLUG,
        title="A story for the bench",
        hero=hero,
        body=body + PARAGRAPH * 12,
    )
