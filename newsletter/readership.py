"""What is known of readers without watching any: from sums, in a few small queries."""

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.dates import add_months_clamped, month_start, today
from ijm.story_moves import Moved
from newsletter.models import CountedMonth, Issue, Movement, Subscription

MOST_SOURCES = 15
Stories = Sequence[int] | None
MOST_ISSUES = 12
JOINED, LEFT = Q(kind="joined"), Q(kind="left")
FORMS: dict[str, Promise] = {
    "page": _("the sign-up page"),
    "footer": _("the form at the foot of pages"),
    "gift": _("a box in the giving form"),
    "import": _("a list from elsewhere"),
    "undo": _("took their leaving back"),
    "preferences": _("the page of choices"),
}


@dataclass(frozen=True)
class Span:
    """How far back one looks, and in which steps."""

    name: str
    words: Promise
    steps: int
    unit: str

    def periods(self, now: datetime) -> list[tuple[date, date]]:
        """Each with its first day and the first day after it, the oldest first."""
        day = today(now)
        if self.unit == "month":
            first = month_start(day)
            starts = [add_months_clamped(first, -n, 1) for n in range(self.steps)]
        else:
            width = timedelta(days=7 if self.unit == "week" else 1)
            newest = day - timedelta(days=day.weekday() if self.unit == "week" else 0)
            starts = [newest - n * width for n in range(self.steps)]
        starts.reverse()
        return list(zip(starts, [*starts[1:], day + timedelta(days=1)], strict=True))

    def name_of(self, first: date) -> str:
        return date_format(first, "M y" if self.unit == "month" else "j M")


SPANS = (
    Span("month", _("30 days"), 30, "day"),
    Span("quarter", _("13 weeks"), 13, "week"),
    Span("year", _("12 months"), 12, "month"),
    Span("years", _("5 years"), 60, "month"),
)


@dataclass(frozen=True)
class Period:
    name: str
    joined: int
    left: int
    on_the_list: int

    @property
    def change(self) -> int:
        return self.joined - self.left


@dataclass(frozen=True)
class Source:
    """Where people signed up, and how many of those went again in the same time."""

    words: str | Promise
    joined: int
    left: int
    url: str = ""


@dataclass(frozen=True)
class Readership:
    span: Span
    periods: list[Period]
    forms: list[Source]
    pages: list[Source]
    stories: list[Source]
    reasons: list[tuple[str | Promise, int]]
    issues: list[Issue]
    counted_at: datetime | None

    @property
    def on_the_list(self) -> int:
        return self.periods[-1].on_the_list

    @property
    def joined(self) -> int:
        return sum(period.joined for period in self.periods)

    @property
    def left(self) -> int:
        return sum(period.left for period in self.periods)


def readership(span: Span, now: datetime) -> Readership:
    periods = span.periods(now)
    since = Movement.objects.filter(day__gte=periods[0][0])
    reasons = dict(Subscription.Ended.choices)
    gone = since.filter(LEFT).values_list("how").annotate(n=Sum("count"))
    newest = CountedMonth.objects.exclude(counted_at=None).order_by("-first").first()
    return Readership(
        span=span,
        periods=list(_over_time(span, periods)),
        forms=[_by_form(row) for row in _sources(since.filter(JOINED), "how")],
        pages=[
            Source(row["path"] or _("no page of ours"), row["joined"], row["left"])
            for row in _sources(since, "path")
        ],
        stories=[
            _of_a_story(row)
            for row in _sources(since.exclude(story=None), "story", "story__title")
        ],
        reasons=[(reasons.get(how, how), n) for how, n in gone.order_by("-n")],
        issues=list(Issue.objects.in_archive()[:MOST_ISSUES]),
        counted_at=newest.counted_at if newest else None,
    )


def people_on_the_list() -> int:
    """By the sums: who joined less who left."""
    came = Sum("count", filter=JOINED, default=0)
    went = Sum("count", filter=LEFT, default=0)
    return Movement.objects.aggregate(n=came - went)["n"]


def _over_time(span: Span, periods: list[tuple[date, date]]) -> Iterator[Period]:
    moved = Movement.objects.values("kind").annotate(n=Sum("count"))
    before = dict(
        moved.filter(day__lt=periods[0][0]).values_list("kind", "n").order_by()
    )
    on_the_list = before.get("joined", 0) - before.get("left", 0)
    sums = [{"joined": 0, "left": 0} for _period in periods]
    firsts = [first for first, _end in periods]
    daily = moved.filter(day__gte=firsts[0]).values_list("day", "kind", "n").order_by()
    for day, kind, people in daily:
        sums[bisect(firsts, day) - 1][kind] += people
    for first, counted in zip(firsts, sums, strict=True):
        on_the_list += counted["joined"] - counted["left"]
        yield Period(span.name_of(first), **counted, on_the_list=on_the_list)


def _sources(since: Any, *columns: str) -> list[dict[str, Any]]:
    counted = since.values(*columns).annotate(
        joined=Sum("count", filter=JOINED, default=0),
        left=Sum("count", filter=LEFT, default=0),
    )
    return list(counted.order_by("-joined", "-left", columns[0])[:MOST_SOURCES])


def _by_form(row: dict[str, Any]) -> Source:
    return Source(FORMS.get(row["how"], row["how"]), row["joined"], row["left"])


def _of_a_story(row: dict[str, Any]) -> Source:
    url = f"/admin/stories/story/{row['story']}/change/"
    return Source(row["story__title"], row["joined"], row["left"], url)


def moved_to_join(stories: Stories, since: date | None) -> Mapping[int, list[Moved]]:
    """How many people joined the list by a form under a story."""
    joined = Movement.objects.filter(JOINED, story__isnull=False)
    if stories is not None:
        joined = joined.filter(story__in=stories)
    if since:
        joined = joined.filter(day__gte=since)
    sums = joined.order_by().values_list("story").annotate(people=Sum("count"))
    return {
        story: [Moved(_("people signed up for email"), str(people), people)]
        for story, people in sums
    }
