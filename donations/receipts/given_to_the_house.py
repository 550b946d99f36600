"""What tax documents contribute: chores, lines on the desk, rights of finance."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models import ReceiptProblem, ReceiptRules, StatementItem
from donations.receipts import (
    addresses,
    following,
    gift_aid,
    running,
    sweeping,
    telling,
)
from ijm import retention, roles
from ijm.contributions import (
    Chore,
    DeskItem,
    RolePermissions,
    chores,
    desk_items,
    role_permissions,
)

MINUTE, SOON = 60.0, 10.0
AT_MOST = 1_000  # the desk counts no further
ISSUES, RUNS = "donations.issue_receipt", "donations.run_statements"
CLAIMS = "donations.claim_gift_aid"
SEES = tuple(
    "receipt receiptline receiptproblem receiptrules statementrun "
    "giftaiddeclaration giftaidclaim giftaidclaimline".split()
)
MAY = (
    ISSUES,
    RUNS,
    CLAIMS,
    "donations.delete_receiptproblem",
    "donations.add_statementrun",
    "donations.add_giftaiddeclaration",
)


def contribute() -> None:
    telling.contribute()
    chores.add(
        Chore("issue-receipts", "bulk", MINUTE, following.work, _("Issue receipts"))
    )
    chores.add(
        Chore("issue-statements", "bulk", SOON, running.work, _("Issue statements"))
    )
    chores.add(
        Chore(
            "sweep-documents",
            "bulk",
            sweeping.EVERY,
            sweeping.sweep_documents,
            _("Delete documents that were never issued"),
        )
    )
    retention.keep("sweep-documents", documents_undone=sweeping.YOUNG)
    views = tuple(f"donations.view_{name}" for name in SEES)
    role_permissions.add(
        RolePermissions("finance-receipts", roles.FINANCE, (*views, *MAY))
    )
    for item in _desk():
        desk_items.add(item)


def _desk() -> tuple[DeskItem, ...]:
    return (
        DeskItem(
            "receipt-problems",
            _("receipts that could not be written"),
            lambda staff: ReceiptProblem.objects.count(),
            "/admin/donations/receiptproblem/",
            ISSUES,
            "alarm",
        ),
        DeskItem(
            "statement-problems",
            _("donors whose statement could not be written"),
            lambda staff: StatementItem.objects.stuck().count(),
            "/admin/donations/statementrun/",
            RUNS,
        ),
        DeskItem(
            "addresses-needed",
            _("donors whose receipt needs a postal address"),
            lambda staff: addresses.needed(timezone.now())[:AT_MOST].count(),
            "/admin/donations/receipt/addresses/",
            ISSUES,
        ),
        DeskItem(
            "gift-aid",
            _("gifts that Gift Aid can be claimed on"),
            lambda staff: _claimable(),
            "/admin/donations/giftaidclaim/",
            CLAIMS,
        ),
    )


def _claimable() -> int:
    if ReceiptRules.current().country != "GB":
        return 0
    return gift_aid.claimable(timezone.now())[:AT_MOST].count()
