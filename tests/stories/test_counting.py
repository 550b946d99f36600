"""Counts beside the filters: always those of what visitors can read now."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from stories.counting import Choice, counts, months
from stories.models import Edition, Tally
from stories.models.tally import keep_calendar
from tests.make_stories import make_person, make_place, make_published, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
NEW_YEAR = datetime(2024, 1, 1, 9, tzinfo=UTC)
MANY_CELLS = """
    INSERT INTO stories_tally (topic, place, period, number)
    SELECT 'topic-' || topic, 'place-' || place, year, 1
    FROM generate_series(1, 30) AS topic, generate_series(1, 30) AS place,
        generate_series(2020, 2029) AS year
"""


def counted_by_hand(now: datetime) -> Counter:
    found: Counter = Counter()
    for edition in Edition.objects.public(now).stories():
        year = timezone.localtime(edition.published_at).year
        for topic in ["", *edition.topic_slugs]:
            for place in ["", *edition.place_slugs]:
                found.update([(topic, place, 0), (topic, place, year)])
    return found


def agree(now: datetime) -> bool:
    by_hand = counted_by_hand(now)
    cells = {(each.topic, each.place, each.period) for each in Tally.objects.all()}
    choices = [Choice(*cell) for cell in cells if cell[2] < 10_000]
    return all(counts(each, now).total == by_hand[each.cell] for each in choices)


@pytest.fixture
def some_stories():
    work, home = make_topic("Work"), make_topic("Home")
    here, there = make_place("Here"), make_place("There")
    return [
        make_published(topics=[work], places=[here], now=NEW_YEAR),
        make_published(topics=[work, home], places=[here, there], now=NEW_YEAR),
        make_published(topics=[home], now=NEW_YEAR + timedelta(days=400)),
        make_published(kind="page", topics=[work], slug="a-page"),
        make_published(now=NEW_YEAR + timedelta(days=500)),
    ]


def test_they_are_those_of_the_public_stories(some_stories, editor_esi):
    now = timezone.now()
    assert counts(Choice(), now).total == 4
    assert agree(now)
    some_stories[0].publish(editor_esi)
    some_stories[1].withdraw(editor_esi, "safeguarding")
    assert counts(Choice(topic="work"), now).total == 1
    assert agree(timezone.now())


def test_a_lapse_is_counted_though_nobody_ended_it(some_stories):
    ends = timezone.now() + timedelta(hours=1)
    make_published(topics=[make_topic("Work")], until=ends)
    assert counts(Choice(topic="work"), ends - timedelta(seconds=1)).total == 3
    assert counts(Choice(topic="work"), ends).total == 2
    assert agree(ends)


def test_each_choice_says_what_it_would_leave(some_stories):
    found = counts(Choice(topic="work", year=2024), timezone.now())
    assert found.total == 2
    assert found.beside("topic") == {"work": 2, "home": 1}
    assert found.beside("place") == {"here": 2, "there": 1}
    assert found.beside("year") == {2024: 2}
    assert found.of(Choice(topic="work")) == 2


def test_a_month_is_one_of_the_charitys_calendar(settings):
    make_published(now=datetime(2023, 12, 31, 23, tzinfo=UTC))  # New Year in Sydney
    now = timezone.now()
    assert [each.period for each in months(Choice(), now)] == [202401]
    settings.TIME_ZONE = "America/New_York"
    keep_calendar()
    assert [each.period for each in months(Choice(), now)] == [202312]


def test_after_migrating_nothing_is_counted_anew_for_nothing(some_stories):
    before = list(Tally.objects.values_list("pk", flat=True))
    keep_calendar()
    assert list(Tally.objects.values_list("pk", flat=True)) == before


def test_it_reads_by_index(some_stories):
    from stories.counting import BESIDE

    given = {"topic": "work", "place": "here", "period": 2024, "now": timezone.now()}
    with connection.cursor() as cursor:
        # As many cells as choose between two indexes, and a planner that knows them.
        cursor.execute(MANY_CELLS)
        cursor.execute("ANALYZE stories_tally")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {BESIDE}", given)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "tally_cell_once" in plan
    assert "Seq Scan" not in plan


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_are_both_counted():
    """Each publishes twice in one transaction, in the other's order of topics."""
    by, topics = make_person(), [make_topic("Work"), make_topic("Home")]
    both_began = threading.Barrier(2, timeout=5)

    def publish(order: list) -> None:
        both_began.wait()
        with transaction.atomic():
            for topic in order:
                make_published(by=by, topics=[topic])
        connection.close()

    others = [
        threading.Thread(target=publish, args=[order])
        for order in (topics, topics[::-1])
    ]
    for each in others:
        each.start()
    for each in others:
        each.join()
    assert counts(Choice(), timezone.now()).total == 4
    assert agree(timezone.now())
