"""What looking after donors gives the house: chores, checks, and lines on the desk."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from donations import (
    doubles,
    lapsing,
    moving_address,
    old_books,
    reminding,
    winning_back,
)
from donations.models import AddressMove, Pledge, checkout
from donations.moving_in import taking_in as moving_in
from ijm import retention, roles
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

MAY = (
    "donations.add_donornote",
    "donations.view_addressmove",
    "donations.agree_addressmove",
)
MINUTE, QUARTER_OF_AN_HOUR, AN_HOUR = 60.0, 900.0, 3600.0


def contribute() -> None:
    for chore in _chores():
        chores.add(chore)
    retention.keep("address-moves", strangers=moving_address.KEEP)
    retention.keep("checkouts", begun_gifts=checkout.KEPT)
    retention.keep("moving-in", files_of_givers=moving_in.DECIDE_WITHIN)
    retention.keep("forget-books", books=old_books.KEPT)
    late_checks.add(LateCheck("due-not-attempted", lapsing.not_attempted))
    role_permissions.add(RolePermissions("finance-donors", roles.FINANCE, MAY))
    for item in _desk():
        desk_items.add(item)


def _chores() -> Iterator[Chore]:
    move = _("Change addresses of donors")
    yield Chore("address-moves", "mail", MINUTE, moving_address.go_on, move)
    late = _("Give up instalments that did not come")
    yield Chore("lapse", "money", QUARTER_OF_AN_HOUR, lapsing.lapse, late)
    over = _("Delete the documents of erased donors when no law asks for them")
    yield Chore("forget-books", "bulk", AN_HOUR, old_books.forget_old, over)
    remind = _("Remind donors of gifts and of pauses that end")
    yield Chore("remind", "mail", QUARTER_OF_AN_HOUR, reminding.remind, remind)


def _desk() -> Iterator[DeskItem]:
    yield DeskItem(
        "lost-addresses",
        _("donors who lost their address, to look into"),
        lambda staff: AddressMove.objects.to_identify().count(),
        "/admin/donations/addressmove/?waits=looking",
        "donations.change_donor",
    )
    yield DeskItem(
        "address-moves",
        _("changes of address that a second person may agree to"),
        lambda staff: AddressMove.objects.held().exclude(by=staff).count(),
        "/admin/donations/addressmove/?waits=agreement",
        "donations.agree_addressmove",
    )
    yield DeskItem(
        "doubles",
        _("pairs of donors that may be one"),
        lambda staff: doubles.count(),
        "/admin/donations/donor/doubles/",
        "donations.change_donor",
    )
    yield DeskItem(
        "pledges-lapsed",
        _("pledges whose gifts stopped arriving"),
        lambda staff: winning_back.lapsed(Pledge.objects.all()).count(),
        "/admin/donations/pledge/?care=lapsed",
        "donations.amend_pledge",
    )
    yield DeskItem(
        "pledges-without-card",
        _("pledges whose first gift was paid, and no card was kept for the next"),
        lambda staff: Pledge.objects.without_method().count(),
        "/admin/donations/pledge/?care=no-card",
        "donations.amend_pledge",
    )
