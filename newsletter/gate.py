"""Who may pass a public form at once, who is asked to press once more, who is not.

Nothing here looks at the address, so nothing here can tell about one. A person who is
asked once more loses no word that was typed.
"""

from datetime import timedelta
from enum import Enum

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from ijm import form_tokens, limits
from newsletter.rush import rush

FORM, AGAIN = "newsletter", "newsletter-again"
OLDEST, YOUNGEST = timedelta(hours=24), timedelta(seconds=2)
HONEYPOT = "nickname"
BUSY = (
    ("newsletter.network.minute", 5, timedelta(minutes=1)),
    ("newsletter.network.hour", 20, timedelta(hours=1)),
)
CEILING = ("newsletter.network.ceiling", 100, timedelta(hours=1))


class Gate(Enum):
    PASS, ONCE_MORE, FULL = range(3)


def judge(request: HttpRequest, typed: QueryDict) -> Gate:
    network = limits.client_network(request)
    scope, times, per = CEILING
    if not limits.allow(scope, network, times, per):
        return Gate.FULL
    busy = [not limits.allow(name, network, n, span) for name, n, span in BUSY]
    if pressed_once_more(typed):
        return Gate.PASS
    busy.append(rush(timezone.now()) is not None)
    if any(busy) or typed.get(HONEYPOT) or not _printed_lately(typed):
        return Gate.ONCE_MORE
    return Gate.PASS


def pressed_once_more(typed: QueryDict) -> bool:
    """That page has its own token: nobody is asked a third time."""
    age = form_tokens.age(AGAIN, typed.get("form_token", ""))
    return age is not None and age <= OLDEST


def _printed_lately(typed: QueryDict) -> bool:
    age = form_tokens.age(FORM, typed.get("form_token", ""))
    return age is not None and YOUNGEST <= age <= OLDEST
