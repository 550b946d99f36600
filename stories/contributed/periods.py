"""How long stories keep what tells of people who work here or look for a page."""

from datetime import timedelta

from ijm import retention
from stories.models import buffer, presence
from stories.models.address_visits import KEPT_DAYS


def contribute() -> None:
    retention.keep("forget-unsaved-words", unsaved_words=buffer.KEPT_FOR)
    retention.keep("forget-presences", open_stories=presence.FADES_AFTER)
    retention.keep("forget-old-visits", old_addresses=timedelta(days=KEPT_DAYS))
