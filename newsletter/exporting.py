"""Everybody on the list, or everybody ever, as a table of any length."""

from collections.abc import Iterator

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsletter.models import Subscriber

COLUMNS = (
    _("Email"),
    _("Interests"),
    _("Country"),
    _("Postcode"),
    _("Language"),
    _("Confirmed"),
    _("First seen"),
    _("Paused until"),
)
CHUNK = 5_000


def rows() -> Iterator[tuple[object, ...]]:
    """Those on the list now, in flat memory. No names: we never asked for any."""
    current = Q(subscriptions__ended_at=None)
    found = (
        Subscriber.objects.on_the_list()
        .annotate(
            wants=StringAgg(
                "subscriptions__interest__slug", delimiter=", ", filter=current
            )
        )
        .order_by("pk")
        .values_list(
            *("address", "wants", "country", "postcode", "language"),
            *("confirmed_at", "created_at", "paused_until"),
        )
    )
    for *plain, confirmed, seen, rests in found.iterator(CHUNK):
        moments = (each and each.isoformat() for each in (confirmed, seen, rests))
        yield (*plain, *moments)
