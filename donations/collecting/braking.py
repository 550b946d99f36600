"""Defence against people who try stolen cards: limits, a brake, a word to the keeper.

No public page makes anything at a processor but `checking_out.begin`, and nobody comes
there past `may_open`. The numbers: `docs/runbooks/card-testing.md`.
"""

from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from donations import processors
from donations.models import CardSwitch, Checkout
from ijm import generation, limits
from ijm.identity import is_ours

WINDOW = timedelta(minutes=10)
SUSPICIOUS, BURST = 10, 30  # declines within the window
# New pages in so long: for one network, one address, the whole site.
A_NETWORK = ((10, WINDOW), (60, timedelta(days=1)))
AN_ADDRESS = ((5, WINDOW), (20, timedelta(days=7)))
EVERYBODY = ((30, timedelta(minutes=1)),)


def mode(now: datetime) -> str:
    """How cards are taken at this moment: one of CardSwitch.MODES."""
    found = CardSwitch.current().mode(now)
    if found == CardSwitch.OFF or not is_ours():
        return CardSwitch.OFF
    wary = found == CardSwitch.ONCE_MORE or declines(now) >= SUSPICIOUS
    return CardSwitch.ONCE_MORE if wary else found


def are_offered(currency: str, now: datetime) -> bool:
    """For a page: are cards there at all, for this money?"""
    rest = CardSwitch.current().mode(now) == CardSwitch.OFF
    return processors.takes_cards(currency) and not rest


def may_open(network: str, address: str) -> bool:
    """Counts one new page. Not inside a transaction; see `ijm.limits`."""
    return (
        _within("network", network, A_NETWORK)
        and _within("address", address, AN_ADDRESS)
        and _within("everybody", "everybody", EVERYBODY)
    )


def declines(now: datetime) -> int:
    """Cards that banks said no to on our givers' pages, just now."""
    lately = Checkout.objects.filter(declined_at__gt=now - WINDOW)
    return lately.aggregate(sum=Sum("declined"))["sum"] or 0


def count_decline(checkout: Checkout, now: datetime) -> None:
    """One more. A burst of them pulls the brake."""
    checkout.count_decline(now)
    if declines(now) >= BURST and not CardSwitch.current().is_braked(now):
        CardSwitch.objects.update_or_create(pk=1, defaults={"braked_at": now})
        generation.bump()


def release() -> None:
    """A person has looked."""
    CardSwitch.objects.filter(pk=1).update(braked_at=None)
    generation.bump()


def tell_of_brake(now: datetime) -> str | Promise | None:
    switch = CardSwitch.objects.first()
    if switch is None or not switch.is_braked(now) or switch.braked_until is None:
        return None
    return _(
        "%(number)s cards and more were declined within ten minutes, as when somebody "
        "tries stolen ones. Until %(until)s gifts go by bank transfer alone. What to "
        "do: docs/runbooks/card-testing.md."
    ) % {"number": BURST, "until": f"{localtime(switch.braked_until):%H:%M}"}


def _within(scope: str, who: str, bounds: tuple[tuple[int, timedelta], ...]) -> bool:
    return all(
        limits.allow(f"checkout-{scope}-{times}", who, times, per)
        for times, per in bounds
    )
