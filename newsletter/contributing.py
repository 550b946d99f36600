"""What the newsletter gives the house: letters, chores, rights, and its demo."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm import retention, roles
from ijm.contributions import (
    Chore,
    DemoLoader,
    DeskItem,
    Lane,
    LateCheck,
    RolePermissions,
    chores,
    demo_loaders,
    desk_items,
    late_checks,
    role_permissions,
)
from ijm.doctor.outside import NoticeAddress, notice_addresses
from newsletter import (
    forgetting,
    issue_desk,
    joining,
    letters,
    personal_data,
    photo_usage,
    week,
    wishing,
)
from newsletter.counting import sum_up
from newsletter.demo import load
from newsletter.models import Enquiry, Gathering
from newsletter.models.subscriber import KEEP_DEPARTED, KEEP_UNCONFIRMED
from newsletter.moving_in import taking_in, undoing
from newsletter.noticing import apply_notices
from newsletter.rush import tell_of_rush
from newsletter.sending.scheduling import begin_due_issues, waiting_for_consent
from newsletter.sending.slice import send_issues

RIGHTS = {
    "view": (
        "consentevent consenttext delivery enquiry gathering interest issue "
        "issueevent issuestory lapsedtally listimport movement sendingrules subscriber "
        "subscription suppression welcome"
    ),
    "change": "gathering interest issue issuestory sendingrules suppression welcome",
    "add": (
        "consenttext gathering issue issuestory listimport sendingrules suppression "
        "welcome"
    ),
    "delete": "issue issuestory",
    "send": "issue",
    "unsubscribe": "subscriber",
    "export": "subscriber",
    "erase": "subscriber",
}
Run = Callable[[datetime], int]
QUARTER_OF_AN_HOUR = 900.0
UNANSWERED = timedelta(minutes=5)


def contribute() -> None:
    letters.contribute()
    personal_data.contribute()
    photo_usage.contribute()
    wishing.contribute()
    week.contribute()
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
    notice_addresses.add(
        NoticeAddress("mail-provider", _("The mail provider's notices"), _notices)
    )
    issue_desk.contribute()
    demo_loaders.add(DemoLoader("newsletter", 20, load.load))


def _notices() -> str | None:
    provider = settings.MAIL_PROVIDER
    return reverse("newsletter:notices", args=[provider]) if provider else None


def _contribute_chores() -> None:
    for name, lane, every, run, title in _chores():
        chores.add(Chore(f"newsletter-{name}", lane, every, run, title))
    retention.keep("newsletter-forget-unconfirmed", unconfirmed=KEEP_UNCONFIRMED)
    retention.keep("newsletter-forget-departed", departed=KEEP_DEPARTED)
    retention.keep("newsletter-import", lists_of_readers=retention.AT_ONCE)
    late_checks.add(LateCheck("newsletter-answer", unanswered))
    late_checks.add(LateCheck("newsletter-consent", waiting_for_consent))
    late_checks.add(LateCheck("newsletter-rush", tell_of_rush))


def _chores() -> Iterator[tuple[str, Lane, float, Run, Promise]]:
    """Issues go beside pictures and exports, never beside confirmations, receipts."""
    answer = _("Answer people who want to join")
    yield "answer", "mail", 2.0, joining.answer_enquiries, answer
    unconfirmed = _("Forget addresses that nobody confirmed")
    forget = forgetting.forget_unconfirmed
    yield "forget-unconfirmed", "bulk", QUARTER_OF_AN_HOUR, forget, unconfirmed
    departed = _("Forget addresses of people who left")
    forget = forgetting.forget_departed
    yield "forget-departed", "bulk", QUARTER_OF_AN_HOUR, forget, departed
    begin = _("Newsletter: begin what is due")
    yield "begin", "mail", 10.0, begin_due_issues, begin
    lists = _("Newsletter: lists from elsewhere")
    yield "import", "bulk", 2.0, taking_in.go_on, lists
    undo = _("Newsletter: undo lists from elsewhere")
    yield "undo-import", "bulk", 5.0, undoing.go_on_undoing, undo
    notices = _("Newsletter: apply what providers report")
    yield "notices", "mail", 5.0, apply_notices, notices
    sums = _("Newsletter: count who came, who left, and what became of mails")
    yield "sums", "bulk", 60.0, sum_up, sums
    yield "send", "bulk", 1.0, send_issues, _("Newsletter: send")


def unanswered(now: datetime) -> Promise | None:
    """People who asked to join and were not answered in time."""
    if Enquiry.objects.waiting().older_than(now - UNANSWERED).exists():
        return _("People who want to join the newsletter wait for an answer by mail.")
    return None
