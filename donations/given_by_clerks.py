"""What the tools of finance contribute: reports, batches of gifts, moving in."""

from django.utils.translation import gettext_lazy as _

from donations.models import CardMove, GiftBatch
from donations.moving_in.cards import move_cards
from donations.moving_in.taking_in import go_on
from ijm import roles
from ijm.contributions import (
    Chore,
    DeskItem,
    RolePermissions,
    chores,
    desk_items,
    role_permissions,
)

EVERY = 5.0  # seconds between two slices of a file
MINUTE = 60.0


def contribute() -> None:
    chores.add(Chore("moving-in", "bulk", EVERY, go_on, _("Take in old gifts")))
    chores.add(
        Chore("moving-cards", "money", MINUTE, move_cards, _("Take over old cards"))
    )
    role_permissions.add(
        RolePermissions("finance-moving", roles.FINANCE, ("donations.view_cardmove",))
    )
    desk_items.add(
        DeskItem(
            "cards-on-their-way",
            _("cards of an old system whose day has come, and that wait or cannot"),
            lambda staff: CardMove.objects.held_up().count(),
            "/admin/donations/cardmove/",
            "donations.add_givingimport",
        )
    )
    desk_items.add(
        DeskItem(
            "gift-batches",
            _("batches of gifts being typed"),
            lambda staff: GiftBatch.objects.drafts().count(),
            "/admin/donations/giftbatch/?state__exact=draft",
            "donations.change_giftbatch",
        )
    )
    # Sums and no names: what a story or an issue moved is for who made it, too.
    for role in (roles.EDITORS, roles.NEWSLETTER):
        role_permissions.add(
            RolePermissions(f"reports-{role}", role, ("donations.view_keptgift",))
        )
