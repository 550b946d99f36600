"""Gifts, pledges and sign-ups are counted for the story whose form began them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import Refund
from donations.moved_by_stories import moved_to_give
from ijm import dates
from newsletter import counting
from tests.make_donations import aud, make_gift, make_pledge
from tests.make_newsletter import join
from tests.make_stories import make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def boat(charity):
    return make_published(slug="night-boat", title="The night boat")


def told(moved) -> list[tuple[str, str]]:
    return [(str(line.words), line.figure) for line in moved]


def test_money_that_stayed_by_currency_and_pledges(boat, finance_femi):
    gift = make_gift(5_000, source_story=boat)
    make_gift(2_500, source_story=boat, donor=gift.donor)
    make_gift(900, source_story=boat, donor=gift.donor, currency="JPY")
    make_gift(7_000, donor=gift.donor)
    Refund.objects.ask(gift, aud(2_000), "Sent twice", finance_femi)
    make_pledge(donor=gift.donor, source_story=boat)
    assert told(moved_to_give([boat.pk], None)[boat.pk]) == [
        ("received", "$55"),
        ("received", "JPY900"),
        ("pledges made", "1"),
    ]


def test_only_since_a_day(boat):
    today = dates.today()
    make_gift(5_000, today - timedelta(days=40), source_story=boat)
    assert not moved_to_give(None, today - timedelta(days=30))
    make_gift(2_500, today, source_story=boat)
    found = moved_to_give(None, today - timedelta(days=30))
    assert told(found[boat.pk]) == [("received", "$25")]


def test_the_storys_own_page_tells_it(boat, signed_in, editor_esi):
    page = signed_in(editor_esi).get(f"/admin/stories/story/{boat.pk}/change/")
    assert "What this story moved" not in page.content.decode()
    make_gift(5_000, source_story=boat)
    join("reader@example.org", "stories", source_path="/stories/night-boat/")
    counting.sum_up(timezone.now())
    page = signed_in(editor_esi).get(f"/admin/stories/story/{boat.pk}/change/")
    text = page.content.decode()
    assert "What this story moved" in text and "$50" in text
    assert "people signed up for email" in text
    assert "from forms that began on this story" in text


def test_the_front_page_tells_of_those_that_moved_most(boat, signed_in, editor_esi):
    quiet = make_published(slug="quiet", title="A quiet story")
    gift = make_gift(5_000, dates.today(), source_story=boat)
    make_gift(5_000, dates.today(), source_story=boat, donor=gift.donor)
    make_gift(90_000, dates.today(), source_story=quiet, donor=gift.donor)
    page = signed_in(editor_esi).get("/admin/").content.decode()
    _before, heading, after = page.partition("What stories moved")
    assert heading and after.index("The night boat") < after.index("A quiet story")
    assert "$100 received" in after


def test_it_asks_as_much_for_many_stories_as_for_one(
    charity, django_assert_max_num_queries
):
    for number in range(5):
        story = make_published(slug=f"story-{number}")
        make_gift(1_000, dates.today(), source_story=story)
    with django_assert_max_num_queries(2):
        assert len(moved_to_give(None, dates.today() - timedelta(days=30))) == 5
