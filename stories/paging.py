"""Page after page of a long list, the last as cheap as the first.

`?page=5000` must not walk past fifty-nine thousand stories. The months' counts say in
which month a page begins, so the database starts there, and never has to count.
"""

from collections import deque
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import ExpressionWrapper, F
from django.db.models.fields import DateTimeField

from stories.counting import Choice, Counts, months
from stories.models.edition import Edition, EditionQuerySet

PER_PAGE = 12
BY_SORTING = (
    ExpressionWrapper(F("published_at") + timedelta(), DateTimeField()).desc(),
    "-pk",
)


class ListOfStories(Paginator):
    # Of a topic and a place with fewer stories, all are fetched by index and sorted:
    # walking from the newest could pass a hundred thousand before it has met twelve.
    few = 1_000
    # So far an offset is cheaper than asking for the months.
    near = 120

    def __init__(self, counts: Counts, found: EditionQuerySet, now: datetime) -> None:
        super().__init__(found, PER_PAGE)
        self.found, self.counts, self.now = found, counts, now

    @cached_property
    def count(self) -> int:
        return self.counts.total

    def page(self, number: Any) -> Page[Edition]:
        number = self.validate_number(number)
        rows = self.rows(skipped=(number - 1) * PER_PAGE)
        return Page(list(rows), number, self)

    def rows(self, skipped: int) -> EditionQuerySet:
        choice = self.counts.choice
        narrowed = bool(choice.topic or choice.place)
        if narrowed and self.counts.of(choice.without("year")) <= self.few:
            found = self.found.order_by(*BY_SORTING)
        elif narrowed or skipped > self.near:
            found, skipped = self._from_its_month(choice, skipped)
        else:
            found = self.found.newest_first()
        return found[skipped : skipped + PER_PAGE]

    def _from_its_month(
        self, choice: Choice, skipped: int
    ) -> tuple[EditionQuerySet, int]:
        """Only the months that hold the page, and what to skip of the first of them."""
        held = deque(months(choice, self.now))
        while held and held[0].number <= skipped:
            skipped -= held.popleft().number
        if not held:  # unpublished since they were counted
            return self.found.none(), 0
        reached = accumulate(month.number for month in held)
        enough = (at for at, sum in enumerate(reached) if sum >= skipped + PER_PAGE)
        oldest = held[next(enough, -1)]
        stretch = self.found.filter(
            published_at__gte=oldest.begins, published_at__lt=held[0].ends
        )
        return stretch.newest_first(), skipped
