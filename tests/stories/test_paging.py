"""Pages of a long list: every story once, in order, however a page is fetched."""

import pytest
from django.db import connection
from django.utils import timezone

from stories.counting import Choice, counts
from stories.models import Edition
from stories.paging import ListOfStories
from tests.bench.crowd import make_crowd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
EVERYTHING = Choice()
NARROW = Choice(topic="topic-0")
NARROWER = Choice(topic="topic-0", place="place-7")
OF_A_YEAR = Choice(year=timezone.now().year - 3)


class FromTheMonth(ListOfStories):
    """As a list of a hundred thousand is paged."""

    few, near = 0, -1


class BySorting(ListOfStories):
    few = 1_000_000


@pytest.fixture
def crowd():
    make_crowd(300)


def public(choice: Choice):
    stories = Edition.objects.public(timezone.now()).stories().for_cards()
    return stories.narrowed(choice.topic, choice.place, choice.year)


def pages_of(kind: type[ListOfStories], choice: Choice) -> ListOfStories:
    now = timezone.now()
    return kind(counts(choice, now), public(choice), now)


def test_every_story_comes_once_and_in_order(crowd):
    for choice in (EVERYTHING, NARROW, NARROWER, OF_A_YEAR):
        in_order = [each.pk for each in public(choice).newest_first()]
        assert in_order
        for kind in (ListOfStories, FromTheMonth, BySorting):
            pages = pages_of(kind, choice)
            rows = [row.pk for number in pages.page_range for row in pages.page(number)]
            assert rows == in_order, (kind, choice)


def test_a_page_of_what_was_just_withdrawn_is_empty(crowd):
    pages = pages_of(FromTheMonth, NARROWER)
    Edition.objects.update(ended_at=timezone.now(), ended_reason="moved", moved_to="/")
    assert list(pages.page(1)) == []


@pytest.mark.parametrize(
    ("kind", "choice", "index"),
    [
        (ListOfStories, EVERYTHING, "edition_newest"),
        (FromTheMonth, EVERYTHING, "edition_newest"),
        (BySorting, NARROWER, "edition_subjects"),
    ],
)
def test_it_reads_by_index(crowd, kind, choice, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = pages_of(kind, choice).rows(skipped=24).explain()
    assert index in plan
    assert "Seq Scan" not in plan
