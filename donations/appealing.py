"""What asking contributes: its chores, and who may change its words."""

from django.utils.translation import gettext_lazy as _

from donations import asking_again, thanking
from donations.models import CampaignMove
from ijm import roles
from ijm.contributions import Chore, RolePermissions, chores, role_permissions

MINUTE, HOUR = 60.0, 3600.0
# Words of the giving pages are words of the site.
WORDS = ("campaign", "givingpage", "partnerquestion")


def contribute() -> None:
    chores.add(
        Chore(
            "count-campaigns",
            "money",
            MINUTE,
            lambda now: CampaignMove.objects.fold(),
            _("Count what campaigns raised"),
        )
    )
    chores.add(
        Chore(
            "thank-partners",
            "bulk",
            10 * MINUTE,
            thanking.thank_partners,
            _("Thank Freedom Partners for the year"),
        )
    )
    chores.add(
        Chore(
            "ask-again",
            "bulk",
            HOUR,
            asking_again.ask,
            _("Ask donors whether more is possible"),
        )
    )
    for role in (roles.EDITORS, roles.FINANCE):
        role_permissions.add(RolePermissions(f"asking-{role}", role, _may()))


def _may() -> tuple[str, ...]:
    verbs = ("view", "add", "change")
    return (
        *(f"donations.{verb}_{name}" for verb in verbs for name in WORDS),
        "donations.delete_partnerquestion",
    )
