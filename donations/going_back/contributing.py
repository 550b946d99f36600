"""What going back gives the house: its chore, and a line on the desk."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.going_back import sending
from donations.models import Refund
from ijm.contributions import Chore, DeskItem, chores, desk_items
from ijm.models import StaffMember

SOON = 5.0
LONG = timedelta(days=2)


def contribute() -> None:
    words = _("Send refunds of card payments")
    chores.add(Chore("send-refunds", "money", SOON, sending.send_refunds, words))
    desk_items.add(
        DeskItem(
            "refunds-on-their-way",
            _("refunds that their processor has not confirmed for two days"),
            _late,
            "/admin/donations/refund/?waits=processor",
            "donations.make_refund",
            "alarm",
        )
    )


def _late(staff: StaffMember) -> int:
    waiting = Refund.objects.to_send().by_processor()
    return waiting.filter(requested_at__lt=timezone.now() - LONG).count()
