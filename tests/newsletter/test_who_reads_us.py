"""Who comes and goes is known from sums; whoever reads is not watched."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ijm.plots import Scale, line, stacked, up_and_down
from newsletter import counting, readership
from newsletter.choosing import choose
from newsletter.leaving import leave, undo
from newsletter.models import ConsentText, CountedMonth, Movement, Notice, Subscriber
from newsletter.occasion import Occasion
from newsletter.readership import SPANS, people_on_the_list
from tests.make_issues import make_issue, make_many_readers, make_under_way
from tests.make_newsletter import join
from tests.make_stories import make_published

pytestmark = pytest.mark.django_db
YEAR = SPANS[2]


def counted():
    CountedMonth.count_again()
    counting.sum_up(timezone.now())
    return readership.readership(YEAR, timezone.now())


def now_by(form: str) -> Occasion:
    return Occasion(at=timezone.now(), form=form)


def test_a_person_joins_once_whatever_they_want() -> None:
    join("a@example.org", "stories", "events", "opportunities")
    join("b@example.org", "stories")
    found = counted()
    assert (found.joined, found.left, found.on_the_list) == (2, 0, 2)


def test_a_person_leaves_with_the_last_interest_and_not_before() -> None:
    reader = join("a@example.org", "stories", "events")
    leave(reader, now_by("unsubscribe"), keep=["stories"])
    assert counted().left == 0
    leave(reader, now_by("unsubscribe"))
    found = counted()
    assert (found.left, found.on_the_list) == (1, 0)
    assert found.reasons == [("unsubscribed", 1)]


def test_another_choice_is_neither_joining_nor_leaving() -> None:
    reader = join("a@example.org", "stories")
    words = ConsentText.shown_at(timezone.now())
    choose(reader, ["opportunities"], now_by("preferences"), words=words)
    found = counted()
    assert (found.joined, found.left) == (1, 0)


def test_leaving_taken_back_stands_as_both() -> None:
    reader = join("a@example.org", "stories")
    leave(reader, now_by("unsubscribe"))
    assert undo(reader, now_by("undo"))
    found = counted()
    assert (found.joined, found.left, found.on_the_list) == (2, 1, 1)


def test_page_and_story_of_the_sign_up_are_known_and_who_left_again() -> None:
    story = make_published(slug="the-ledger")
    gone = join("a@example.org", source_path="/stories/the-ledger/")
    join("b@example.org", source_path="/stories/the-ledger/")
    join("c@example.org", source_path="/newsletter/")
    leave(gone, now_by("unsubscribe"))
    found = counted()
    pages = {source.words: (source.joined, source.left) for source in found.pages}
    assert pages == {"/stories/the-ledger/": (2, 1), "/newsletter/": (1, 0)}
    assert [(each.words, each.joined) for each in found.stories] == [(story.title, 2)]


def test_the_sums_are_the_list_whatever_happened() -> None:
    people = [join(f"p{n}@example.org", "stories", "events") for n in range(8)]
    leave(people[0], now_by("unsubscribe"))
    leave(people[1], now_by("unsubscribe"), keep=["events"])
    leave(people[2], now_by("unsubscribe"))
    undo(people[2], now_by("undo"))
    leave(people[3], now_by("unsubscribe"))
    join(people[3].address, "stories")
    counted()
    assert people_on_the_list() == Subscriber.objects.on_the_list().count() == 7


def test_counting_twice_changes_nothing() -> None:
    join("a@example.org", "stories")
    rows = [list(Movement.objects.values()) for _time in range(2) if counted()]
    assert [row["count"] for row in rows[0]] == [row["count"] for row in rows[1]]
    assert len(rows[0]) == len(rows[1]) == 1


def test_a_past_month_is_counted_only_when_it_changed() -> None:
    reader = join("a@example.org", "stories")
    long_ago = timezone.now() - timedelta(days=100)
    reader.subscriptions.update(began_at=long_ago)
    counted()
    reader.subscriptions.update(began_at=long_ago - timedelta(days=1))
    counting.sum_up(timezone.now() + timedelta(hours=1))
    assert Movement.objects.get().day == timezone.localdate(long_ago)
    counted()
    assert Movement.objects.get().day < timezone.localdate(long_ago)


def test_what_became_of_an_issue_is_counted_while_it_changes(charity) -> None:
    make_many_readers(3)
    issue = make_under_way(make_issue())
    first, second, third = issue.deliveries.all()
    now = timezone.now()
    for delivery in (first, second):
        delivery.change(state="sent", sent_at=now)
    third.change(state="failed")
    for number in (1, 2):  # told twice: one mail came back
        Notice.objects.create(
            provider="p", event_id=number, kind="bounced", delivery=first
        )
    counting.sum_up(now)
    issue.refresh_from_db()
    assert issue.outcomes["sent"] == 2 and issue.outcomes["failed"] == 1
    assert (issue.outcomes["returned"], issue.outcomes["complained"]) == (1, 0)


@pytest.fixture
def desk(newsletter_noor, signed_in):
    return signed_in(newsletter_noor)


def page_of(desk, over: str = "year") -> str:
    answer = desk.get("/admin/newsletter/movement/", {"over": over})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_draws_it_and_says_it_in_numbers(desk, charity) -> None:
    join("a@example.org", "stories")
    make_under_way(make_issue())
    counted()
    page = page_of(desk)
    assert page.count('role="img"') == 2 and "<polyline" in page
    assert "style=" not in page and "<title id=" in page
    assert 'scope="row"' in page and "October news" in page


@pytest.mark.parametrize("over", ["month", "quarter", "year", "years", "nonsense", ""])
def test_every_span_opens_with_nobody_and_with_nothing_counted(desk, over) -> None:
    assert "Nothing is counted yet" in page_of(desk, over)


def test_the_page_asks_as_little_for_many_as_for_few(
    desk, django_assert_max_num_queries
) -> None:
    make_many_readers(500)
    counted()
    with django_assert_max_num_queries(20):
        page_of(desk)


def test_a_month_is_found_by_an_index(django_assert_num_queries) -> None:
    """A plan without the index would read all subscriptions there ever were."""
    make_many_readers(2_000)
    values = {"zone": "UTC", "first": date(2001, 1, 1), "end": date(2001, 2, 1)}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for people in (counting.JOINED, counting.LEFT):
            cursor.execute(f"EXPLAIN {people}", values)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "subscription_began_when" in plan or "ended_when" in plan, plan


def test_a_scale_has_round_ends_and_zero() -> None:
    assert Scale.over([3, 17, 9]) == Scale(0, 20, 5)
    assert Scale.over([]) == Scale(0, 1, 1)
    assert Scale.over([1_234_567]).high == 1_500_000
    assert Scale.over([30, -4]).low < 0


def test_plots_stay_within_their_frame() -> None:
    names = [f"{number} Dec" for number in range(60)]
    plot = up_and_down(names, range(60), range(60))
    for bar in plot.bars:
        assert plot.left <= bar.x and bar.x + bar.width <= plot.right
        assert bar.y >= 0 and bar.y + bar.height <= plot.height
    assert len(plot.names) <= 7 and plot.names[-1].words == names[-1]
    assert len(line(names, range(60)).line.split()) == 60


def test_a_share_too_small_to_see_is_seen() -> None:
    bars = stacked([("sent", "accepted", 999_999), ("failed", "refused", 1)])
    assert bars[1].width >= 1
    assert bars[0].width + bars[1].width == pytest.approx(100, abs=0.1)
    assert stacked([]) == []
