"""What donations contribute: story panels, lines on the desk, chores, rights."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.models import (
    MONTHLY,
    ONCE,
    BankLine,
    Dispute,
    GivingOption,
    Instalment,
    Payment,
    Pledge,
    Refund,
)
from donations.raising import raise_slice
from ijm import dates, roles
from ijm.contributions import (
    Chore,
    DemoLoader,
    DeskItem,
    LateCheck,
    RolePermissions,
    StoryPanel,
    chores,
    demo_loaders,
    desk_items,
    late_checks,
    role_permissions,
    story_panels,
)
from ijm.kept import kept
from ijm.models import SiteSettings

if TYPE_CHECKING:
    from stories.models import Edition

MINUTE = 60.0
GRACE_DAYS = 10  # a standing order comes on the bank's day, not on ours
LATE_AFTER = timedelta(hours=24)
AMOUNTS_ON_A_PANEL = 3
SEES = tuple(
    "donor pledge instalment payment refund dispute ledgerentry agreement "
    "monthevent bankfile bankline keptgift givingimport".split()
)
VERBS = (
    "donations.record_payment",
    "donations.amend_pledge",
    "donations.make_refund",
    "donations.approve_refund",
    "donations.record_dispute",
    "donations.close_month",
    "donations.erase_donor",
)
KEEPS = ("fund", "campaign", "givingoption", "bankaccount", "giftbatch")


def contribute() -> None:
    story_panels.add(
        StoryPanel("give-once", "donations/_give_once_panel.html", give_once, order=40)
    )
    story_panels.add(
        StoryPanel(
            "freedom-partner", "donations/_partner_panel.html", give_monthly, order=41
        )
    )
    chores.add(
        Chore("raise-instalments", "money", MINUTE, raise_slice, _("Raise instalments"))
    )
    late_checks.add(LateCheck("instalments-raised", not_raised))
    role_permissions.add(
        RolePermissions("finance-donations", roles.FINANCE, _finance_may())
    )
    for item in _desk():
        desk_items.add(item)
    demo_loaders.add(DemoLoader("donations", 30, _load_demo))


def give_once(edition: "Edition") -> Mapping[str, Any]:
    return _panel(edition, ONCE)


def give_monthly(edition: "Edition") -> Mapping[str, Any]:
    return _panel(edition, MONTHLY)


def instalments_overdue() -> int:
    """Gifts whose day has passed by more than a bank takes, with no money recorded."""
    late = dates.today() - timedelta(days=GRACE_DAYS)
    return Instalment.objects.due(late).count()


def not_raised(now: datetime) -> str | Promise | None:
    """Pledges whose next instalments should have been written a day ago."""
    yesterday = dates.today(now - LATE_AFTER)
    waiting = Pledge.objects.active().filter(
        turn__raise_on__lt=yesterday, created_at__lt=now - LATE_AFTER
    )
    if waiting.exists():
        return _(
            "Pledges wait for their next instalments. Is the money worker running?"
        )
    return None


def _panel(edition: "Edition", frequency: str) -> dict[str, Any]:
    """The story's own ask where it has one, else the usual options."""
    site = SiteSettings.current()
    options = _offered(frequency, site.currency)
    ask = edition.ask if frequency == ONCE else {}
    if wanted := ask.get("amounts"):
        made_possible = {option.amount_minor: option for option in options}
        options = [
            made_possible.get(minor)
            or GivingOption(
                frequency=frequency, amount_minor=minor, currency=site.currency
            )
            for minor in wanted
        ]
    return {
        "site": site,
        "edition": edition,
        "frequency": frequency,
        "text": ask.get("text", ""),
        "fund": ask.get("fund", ""),
        "options": options[:AMOUNTS_ON_A_PANEL],
    }


def _offered(frequency: str, currency: str) -> list[GivingOption]:
    return kept(
        ("giving options", frequency, currency),
        lambda: list(GivingOption.objects.offered(frequency, currency)),
    )


def _desk() -> tuple[DeskItem, ...]:
    return (*_money_that_comes(), *_money_that_goes_back())


def _money_that_comes() -> tuple[DeskItem, ...]:
    return (
        DeskItem(
            "gifts-awaited",
            _("gifts promised by bank transfer, not yet recorded"),
            lambda staff: Payment.objects.awaited().count(),
            "/admin/donations/payment/?waits=money",
            "donations.record_payment",
        ),
        DeskItem(
            "instalments-overdue",
            _("instalments due with no payment"),
            lambda staff: instalments_overdue(),
            "/admin/donations/instalment/?waits=overdue",
            "donations.record_payment",
            "alarm",
        ),
        DeskItem(
            "bank-lines",
            _("bank lines of money that is nobody’s yet"),
            lambda staff: BankLine.objects.unallocated().count(),
            "/admin/donations/bankline/?waits=match",
            "donations.record_payment",
        ),
    )


def _money_that_goes_back() -> tuple[DeskItem, ...]:
    return (
        DeskItem(
            "refunds-to-approve",
            _("refunds that wait for a second person"),
            lambda staff: Refund.objects.to_approve().count(),
            "/admin/donations/refund/?waits=agreement",
            "donations.approve_refund",
        ),
        DeskItem(
            "refunds-to-send",
            _("refunds to send from the bank account"),
            lambda staff: Refund.objects.to_send().by_hand().count(),
            "/admin/donations/refund/?waits=sending",
            "donations.make_refund",
        ),
        DeskItem(
            "disputes",
            _("disputes with a donor’s bank, undecided"),
            lambda staff: Dispute.objects.open().count(),
            "/admin/donations/dispute/?waits=decision",
            "donations.record_dispute",
            "alarm",
        ),
    )


def _finance_may() -> tuple[str, ...]:
    return (
        *(f"donations.view_{name}" for name in SEES + KEEPS),
        *(f"donations.{verb}_{name}" for name in KEEPS for verb in ("add", "change")),
        "donations.change_donor",
        "donations.add_donor",
        "donations.delete_givingoption",
        "donations.add_bankfile",
        "donations.add_givingimport",
        *VERBS,
    )


def _load_demo() -> None:
    from donations.demo.load import load  # only the demo needs it

    load()
