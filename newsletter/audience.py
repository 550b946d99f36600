"""Whom an issue is for. Asked for the count, the fan-out and again at each claim."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ijm.contributions import audience_filters
from newsletter.models import Interest, Issue, Subscriber, Subscription, Suppression
from newsletter.models.subscriber import SubscriberQuerySet


@dataclass(frozen=True)
class Wanted:
    """The questions an issue asks of subscribers; filters by their names."""

    interests: tuple[int, ...]
    countries: tuple[str, ...] = ()
    postcode_prefixes: tuple[str, ...] = ()
    only_those: tuple[str, ...] = ()
    not_those: tuple[str, ...] = ()

    @classmethod
    def by(cls, issue: Issue) -> "Wanted":
        return cls(
            tuple(interest.pk for interest in issue.interests.all()),
            tuple(issue.countries),
            tuple(issue.postcode_prefixes),
            tuple(issue.only_those),
            tuple(issue.not_those),
        )


def audience(issue: Issue) -> SubscriberQuerySet:
    return subscribers(Wanted.by(issue))


def subscribers(wanted: Wanted) -> SubscriberQuerySet:
    """Who wants such mail now, lives where it is for, and may be written to.

    Who rests is not among them: neither at the fan-out nor at the claim.
    """
    live = Subscription.objects.current().filter(subscriber=OuterRef("pk"))
    standing = Suppression.objects.standing().filter(digest=OuterRef("digest"))
    found = Subscriber.objects.filter(
        Exists(live.filter(interest__in=wanted.interests)),
        ~Exists(standing),
        forgotten_at=None,
    ).awake(timezone.now())
    if wanted.countries:
        found = found.filter(country__in=wanted.countries)
    if wanted.postcode_prefixes:
        begins = (Q(postcode__startswith=each) for each in wanted.postcode_prefixes)
        found = found.filter(reduce(or_, begins))
    for name in wanted.only_those:
        found = found.filter(audience_filters.named(name).question())
    for name in wanted.not_those:
        found = found.exclude(audience_filters.named(name).question())
    return found


def in_words(issue: Issue) -> str:
    """For colleagues: “Stories from the field · AU · only Freedom Partners”."""
    names = Interest.objects.filter(issues=issue).values_list("name", flat=True)
    parts = [", ".join(names), ", ".join(issue.countries)]
    parts += [f"{each}…" for each in issue.postcode_prefixes]
    parts += [f"+ {audience_filters.named(name).title}" for name in issue.only_those]
    parts += [f"− {audience_filters.named(name).title}" for name in issue.not_those]
    return " · ".join(part for part in parts if part)
