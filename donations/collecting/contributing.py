"""What collecting gives the house: chores, a late check, lines on the desk."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations import processors
from donations.collecting import (
    braking,
    checking_out,
    closing_pages,
    gift_letters,
    keeping_up,
    letters,
    letters_of_methods,
    noticing,
    recovering,
    taking,
)
from donations.models import CardSwitch, Checkout, Payment, ProcessorNotice
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
from ijm.doctor.outside import NoticeAddress, notice_addresses

MINUTE, HOUR = 60.0, 3600.0
TOO_LONG = timedelta(hours=2)
MAY = (
    "donations.view_processornotice",
    "donations.view_storedmethod",
    "donations.settle_payment",
    "donations.view_checkout",
    "donations.view_cardswitch",
    "donations.change_cardswitch",
    "donations.add_cardswitch",
)


def contribute() -> None:
    letters.contribute()
    letters_of_methods.contribute()
    gift_letters.contribute()
    for chore in _chores():
        chores.add(chore)
    late_checks.add(LateCheck("card-payments", left_alone))
    late_checks.add(LateCheck("cards-braked", braking.tell_of_brake))
    role_permissions.add(RolePermissions("finance-collecting", roles.FINANCE, MAY))
    for item in _desk():
        desk_items.add(item)
    notice_addresses.add(NoticeAddress("stripe", _("Stripe's notices"), _notices))


def _notices() -> str | None:
    return reverse("donations:stripe-notices") if processors.takes_cards() else None


def left_alone(now: datetime) -> str | Promise | None:
    """Begun, and for hours nobody has asked what became of it."""
    begun = Payment.objects.open().filter(state__in=["created", "submitted"])
    if not begun.filter(created_at__lt=now - TOO_LONG).exists():
        return None
    if not settings.STRIPE_SECRET_KEY:
        return _("Card payments are open, and STRIPE_SECRET_KEY is not set.")
    return _("Card payments were begun and not ended. Is the money worker running?")


def _chores() -> Iterator[Chore]:
    yield Chore("collect", "money", MINUTE, taking.collect_slice, _("Collect gifts"))
    words = _("Bring interrupted payments to an end")
    yield Chore("recover-payments", "money", MINUTE, recovering.recover, words)
    words = _("Tell donors whose card expires")
    yield Chore("expiring-cards", "money", HOUR, keeping_up.warn_of_expiry, words)
    words = _("Look after gifts being paid")
    yield Chore("checkouts", "money", MINUTE, checking_out.look_after, words)
    words = _("Close pages to pay on that nobody may pay on")
    yield Chore("close-pages", "money", MINUTE, closing_pages.close_pages, words)
    words = _("Look up what processors report")
    yield Chore("processor-notices", "money", 5.0, noticing.apply_notices, words)


def _braked() -> int:
    switch = CardSwitch.objects.first()
    return int(switch is not None and switch.is_braked(timezone.now()))


def _desk() -> Iterator[DeskItem]:
    yield DeskItem(
        "payments-unknown",
        _("payments of which nobody knows what became"),
        lambda staff: Payment.objects.filter(state=Payment.UNKNOWN).count(),
        "/admin/donations/payment/?waits=unknown",
        "donations.settle_payment",
        "alarm",
    )
    yield DeskItem(
        "pages-lost",
        _("pages to pay on that are over, and nobody knows how they ended"),
        lambda staff: Checkout.objects.lost(timezone.now()).count(),
        "/admin/donations/checkout/?page=lost",
        "donations.settle_payment",
        "alarm",
    )
    yield DeskItem(
        "cards-braked",
        _("brake on cards: many were declined"),
        lambda staff: _braked(),
        "/admin/donations/cardswitch/",
        "donations.change_cardswitch",
        "alarm",
    )
    yield DeskItem(
        "notices-of-nobody",
        _("notices of Stripe about something we do not know"),
        lambda staff: ProcessorNotice.objects.of_nobody().count(),
        "/admin/donations/processornotice/?result__exact=unknown",
        "donations.settle_payment",
    )
