"""The rows a newsletter cannot be without: three interests, and words to agree to."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection

from newsletter.models import ConsentText, CountedMonth, Interest

INTERESTS = (
    (
        Interest.STORIES,
        "Stories from the field",
        "Once or twice a month: what happened, told with care.",
        False,
    ),
    (
        Interest.EVENTS,
        "Events in your area",
        "Only when there is one near you.",
        True,
    ),
    (
        Interest.OPPORTUNITIES,
        "Opportunities to get involved",
        "A few times a year: ways to help besides giving, and appeals.",
        False,
    ),
)
# In force from the beginning, so that whatever is added later takes their place.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
GIFT_WORDS = (
    "Email me what my gift helps to make possible, and stories of the work. Each email "
    "has a link to leave at once."
)
WORDS = (
    "We will write to you by email about what you choose here, and about nothing else. "
    "Each email has a link to leave at once. We never pass your address on, and we do "
    "not track what you open."
)


def write_first_rows(**_signal: Any) -> None:
    """After migrations; what staff have worded since is left alone."""
    ours = {Interest._meta.db_table, CountedMonth._meta.db_table}
    if not ours.issubset(connection.introspection.table_names()):
        return  # only another app was migrated, and this one not yet
    for position, (slug, name, promise, needs_area) in enumerate(INTERESTS):
        Interest.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "promise": promise,
                "needs_area": needs_area,
                "position": position,
            },
        )
    CountedMonth.count_again()  # days may be others now, by another TIME_ZONE
    if not ConsentText.objects.exists():
        ConsentText.add(WORDS, active_from=BEGINNING)
        ConsentText.add(GIFT_WORDS, active_from=BEGINNING, place=ConsentText.Place.GIFT)
