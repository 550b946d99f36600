"""What the newsletter gives the house: letters, chores, rights, and its demo."""

from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm import roles
from ijm.contributions import (
    Chore,
    DemoLoader,
    DeskItem,
    LateCheck,
    RolePermissions,
    chores,
    demo_loaders,
    desk_items,
    late_checks,
    role_permissions,
)
from newsletter import forgetting, joining, letters, personal_data
from newsletter.demo import load
from newsletter.models import Enquiry, Gathering

RIGHTS = {
    "view": (
        "consentevent consenttext delivery enquiry gathering interest issue "
        "issuestory lapsedtally subscriber subscription suppression"
    ),
    "change": "gathering interest issue issuestory suppression",
    "add": "consenttext gathering issue issuestory suppression",
    "delete": "issue issuestory",
    "unsubscribe": "subscriber",
}
QUARTER_OF_AN_HOUR = 900.0
UNANSWERED = timedelta(minutes=5)


def contribute() -> None:
    letters.contribute()
    personal_data.contribute()
    _contribute_chores()
    role_permissions.add(
        RolePermissions(
            "newsletter",
            roles.NEWSLETTER,
            tuple(
                f"newsletter.{verb}_{model}"
                for verb, models in RIGHTS.items()
                for model in models.split()
            ),
        )
    )
    desk_items.add(
        DeskItem(
            name="newsletter-gatherings",
            title=_("events not published yet"),
            count=lambda _person: Gathering.objects.unpublished().count(),
            url="/admin/newsletter/gathering/?published_at__isempty=1",
            permission="newsletter.change_gathering",
        )
    )
    demo_loaders.add(DemoLoader("newsletter", 20, load.load))


def _contribute_chores() -> None:
    chores.add(
        Chore(
            "newsletter-answer",
            "mail",
            2.0,
            joining.answer_enquiries,
            _("Answer people who want to join"),
        )
    )
    chores.add(
        Chore(
            "newsletter-forget-unconfirmed",
            "bulk",
            QUARTER_OF_AN_HOUR,
            forgetting.forget_unconfirmed,
            _("Forget addresses that nobody confirmed"),
        )
    )
    chores.add(
        Chore(
            "newsletter-forget-departed",
            "bulk",
            QUARTER_OF_AN_HOUR,
            forgetting.forget_departed,
            _("Forget addresses of people who left"),
        )
    )
    late_checks.add(LateCheck("newsletter-answer", unanswered))


def unanswered(now: datetime) -> Promise | None:
    """People who asked to join and were not answered in time."""
    if Enquiry.objects.waiting().older_than(now - UNANSWERED).exists():
        return _("People who want to join the newsletter wait for an answer by mail.")
    return None
