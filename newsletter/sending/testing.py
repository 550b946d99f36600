"""One copy of an issue to a colleague: the very bytes, marked in the subject."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from ijm.transports import NotNow
from newsletter.composing import composed
from newsletter.models import Issue
from newsletter.sending.compiled import compiled
from newsletter.sending.message import headers, own_values
from newsletter.sending.outcome import What
from newsletter.sending.road import Parcel
from newsletter.sending.roads import bulk

NOBODY = 0  # links of a test belong to no reader and lead to a page that says so


def send_test(issue: Issue, to: str, now: datetime) -> None:
    """Over the same road as readers' copies; raises Undelivered with the reason."""
    words = composed(issue, now)
    marked = replace(words, subject=_("[Test] %s") % words.subject)
    made = compiled(marked, headers(issue), "=_test")
    content = made.splice(own_values(NOBODY, int(now.timestamp()), to, issue, now))
    road = bulk()
    try:
        road.offer([Parcel(0, to, content)])
        while not (outcomes := list(road.outcomes(1.0))):
            pass
    finally:
        road.close()
    if outcomes[0].what is not What.ACCEPTED:
        raise NotNow(outcomes[0].note)
