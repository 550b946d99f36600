"""What the daily comparison gives the house: its chore, a late check, a desk line."""

from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations import processors
from donations.models import Comparison, Difference, Payment
from donations.reconciling import reading
from ijm import roles
from ijm.contributions import (
    Chore,
    DeskItem,
    LateCheck,
    RolePermissions,
    chores,
    desk_items,
    late_checks,
    role_permissions,
)

MINUTE = 60.0
TOO_LONG = timedelta(days=2)
MAY = (
    "donations.view_difference",
    "donations.settle_difference",
    "donations.view_payout",
    "donations.view_processorline",
)


def contribute() -> None:
    words = _("Compare our books with Stripe’s")
    chores.add(Chore("compare-books", "money", MINUTE, reading.compare_slice, words))
    late_checks.add(LateCheck("books-compared", not_compared))
    role_permissions.add(RolePermissions("finance-comparing", roles.FINANCE, MAY))
    desk_items.add(
        DeskItem(
            "differences",
            _("differences with Stripe’s books"),
            lambda staff: Difference.objects.open().count(),
            "/admin/donations/difference/?waits=people",
            "donations.settle_difference",
            "alarm",
        )
    )


def not_compared(now: datetime) -> str | Promise | None:
    """Card gifts came, and for days nobody has held the books side by side."""
    if not processors.takes_cards():
        return None
    since = now - TOO_LONG
    gifts = Payment.objects.settled().filter(processor=reading.STRIPE)
    looked = Comparison.objects.filter(ended_at__gte=since).exists()
    if looked or not gifts.filter(created_at__lt=since).exists():
        return None
    return _("Our books were not compared with Stripe’s for two days.")
