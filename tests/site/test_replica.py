"""A replica is read for strangers' pages while it has all that they show, else not.

Two real databases: each has the same story under a title that tells which was read.
"""

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, connections
from django.urls import URLPattern, get_resolver

from ijm import generation, replica
from ijm.doctor import database as doctor
from ijm.models.generation import Generation
from tests.make_stories import make_published

PAGES = {
    *("stories:home", "stories:index", "stories:topic", "stories:place"),
    *("stories:story", "stories:page", "stories:search"),
    *("stories:feed_rss", "stories:feed_atom", "stories:feed_json"),
    *("stories:topic_rss", "stories:topic_atom", "stories:topic_json"),
    *("stories:sitemaps", "stories:sitemap", "stories:sitemap_news"),
    *("newsletter:issues", "newsletter:issue"),
    *("newsletter:gatherings", "newsletter:gathering", "newsletter:events_ics"),
}
STORY = "/stories/which-was-read/"


def published(title: str) -> None:
    make_published(slug="which-was-read", title=title)
    Generation.objects.update_or_create(pk=1, defaults={"number": 100})


@pytest.fixture(scope="module")
def second(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Its name; it holds the story as the replica tells it."""
    name = f"{connection.settings_dict['NAME']}_replica"
    template = connection.settings_dict["TEST"]["TEMPLATE"]
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        connection.close()
        kept, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
        emit_post_migrate_signal(0, False, "default")  # the first rows of a house
        published("Read at the replica")
        connection.close()
        connection.settings_dict["NAME"] = kept
    yield name
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def beside(second, transactional_db, monkeypatch) -> Iterator[dict[str, object]]:
    """Both are there; yields how the replica is reached."""
    monkeypatch.setattr(replica, "_rests_until", 0.0)
    options = {"connect_timeout": 2, "options": "-c lock_timeout=100"}
    reached = {**connection.settings_dict, "NAME": second, "OPTIONS": options}
    connections.settings[replica.ALIAS] = reached
    _allow(connections[replica.ALIAS])
    published("Read at the primary")
    yield reached
    connections[replica.ALIAS].close()
    del connections[replica.ALIAS]
    del connections.settings[replica.ALIAS]


def _allow(wrapper) -> None:
    """Django's test case lets in only databases that it may empty after each test."""

    def ensure_connection() -> None:
        if wrapper.connection is None:
            with wrapper.wrap_database_errors:
                wrapper.connect()

    wrapper.ensure_connection = ensure_connection


def read_at(client, **more: str) -> str:
    page = client.get(STORY, **more).content.decode()
    (where,) = [each for each in ("primary", "replica") if f"at the {each}" in page]
    return where


def test_a_stranger_reads_it_until_it_is_behind(beside, client, settings):
    assert "Read at the replica" in client.get("/stories/").content.decode()
    assert read_at(client) == "replica"
    assert read_at(client, HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}=x") == "primary"
    generation.bump()  # somebody withdrew something
    assert read_at(client) == "primary"
    assert "follows no primary" in [each.sentence for each in doctor.replica()][0]


def test_one_that_is_away_is_left_alone_for_a_while(beside, client, monkeypatch):
    there, beside["NAME"] = beside["NAME"], "gone"
    assert read_at(client) == "primary"
    assert [each.how for each in doctor.replica()] == ["ill"]
    connections[replica.ALIAS].settings_dict["NAME"] = there
    assert read_at(client) == "primary"
    monkeypatch.setattr(replica, "_rests_until", 0.0)
    assert read_at(client) == "replica"


def test_a_page_that_it_cannot_finish_is_read_at_the_primary(beside, client):
    told = connections[replica.ALIAS].get_connection_params()
    with closing(psycopg2.connect(**told)) as busy, busy.cursor() as cursor:
        cursor.execute("LOCK TABLE stories_edition")
        assert read_at(client) == "primary"


def test_after_a_write_the_page_goes_on_at_the_primary(beside):
    with replica._read():
        assert Generation.objects.all().db == replica.ALIAS
        assert replica.reading().alias == replica.ALIAS
        Generation.objects.filter(pk=1).update(number=7)
        assert Generation.objects.all().db == replica.reading().alias == "default"
    assert generation.current() == 7


@pytest.mark.django_db
def test_within_a_transaction_nothing_else_is_read():
    with replica._read():
        assert replica.alias() == Generation.objects.all().db == "default"


@pytest.mark.parametrize(
    ("seen", "is_new"),
    [
        ((7, 0.2), True),
        ((8, 0.2), True),
        ((6, 0.2), False),
        ((7, replica.LATEST + 1), False),
        (None, False),
    ],
)
def test_as_new_is_by_generation_and_by_age(seen, is_new):
    assert replica.is_as_new(seen, 7) is is_new


def test_only_these_pages_are_read_there():
    assert set(reading_a_replica()) == PAGES


def reading_a_replica(under: str = "", resolver=None) -> Iterator[str]:
    for each in (resolver or get_resolver()).url_patterns:
        if not isinstance(each, URLPattern):
            space = f"{each.namespace}:" if each.namespace else under
            yield from reading_a_replica(space, each)
        elif getattr(each.callback, "reads_replica", False):
            yield f"{under}{each.name}"
