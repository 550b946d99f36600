"""Whom a clerk means who types a reference, an address or a name."""

from django.db.models import QuerySet

from donations import recording, reference
from donations.models import Donor
from donations.recording import Found, NothingFound


class NotOurs(Exception):
    """It looks like a reference, but nobody was given it."""


def by_reference(typed: str) -> Found | None:
    """None where it is no reference at all, but perhaps a name."""
    try:
        return recording.find(typed)
    except (reference.ReferenceNotUnderstood, NothingFound) as wrong:
        if reference.looks_like_ours(typed):
            raise NotOurs(typed) from wrong
        return None


def called(typed: str) -> QuerySet[Donor]:
    """By the whole address, the whole name, or else by parts of a name."""
    standing = Donor.objects.standing().order_by("created_at")
    if "@" in typed:
        return standing.at(typed)
    exact = standing.named(typed)
    return exact if exact.exists() else standing.called(typed)
