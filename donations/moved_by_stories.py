"""What stories moved people to give: money that arrived and stayed, and partners."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from donations.models import Payment, Pledge
from ijm import dates
from ijm.money import Money
from ijm.story_moves import Moved, StoryMove, story_moves

Stories = Sequence[int] | None


def contribute() -> None:
    story_moves.add(StoryMove("giving", moved_to_give))


def moved_to_give(stories: Stories, since: date | None) -> Mapping[int, list[Moved]]:
    """Two questions, however many stories."""
    found: dict[int, list[Moved]] = defaultdict(list)
    for story, currency, minor, gifts in _gifts(stories, since):
        found[story].append(Moved(_("received"), str(Money(minor, currency)), gifts))
    for story, pledges in _pledges(stories, since):
        found[story].append(Moved(_("pledges made"), str(pledges), pledges))
    return found


def _gifts(stories: Stories, since: date | None) -> QuerySet[Any]:
    """Net of refunds and disputes. A pledge's gifts are its story's as well."""
    gifts = _begun_on(Payment.objects.settled(), stories)
    if since:
        gifts = gifts.filter(received_on__gte=since)
    left = F("amount_minor") - F("refunded_minor") - F("disputed_minor")
    return (
        gifts.order_by("source_story", "currency")
        .values_list("source_story", "currency")
        .annotate(minor=Sum(left), gifts=Count("pk"))
        .filter(minor__gt=0)
    )


def _pledges(stories: Stories, since: date | None) -> QuerySet[Any]:
    pledges = _begun_on(Pledge.objects.all(), stories)
    if since:
        pledges = pledges.filter(created_at__gte=dates.start_of(since))
    return (
        pledges.order_by("source_story")
        .values_list("source_story")
        .annotate(made=Count("pk"))
    )


def _begun_on(rows: QuerySet[Any], stories: Stories) -> QuerySet[Any]:
    if stories is None:
        return rows.filter(source_story__isnull=False)
    return rows.filter(source_story__in=stories)
