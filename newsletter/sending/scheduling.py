"""From a draft to its first batch: agree on a time, and keep it or ask a person."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ijm import identity
from ijm.models import StaffMember
from newsletter.models import Issue, SendingRules
from newsletter.models.steering import NotNow
from newsletter.sending.freezing import changed_since, fan_out, freeze_words, problems
from stories.safeguarding import Problem

TOO_LATE = timedelta(hours=2)


class NotSendable(Exception):
    """What stands in the way, as sentences for the person who tried."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = problems


@transaction.atomic
def schedule(issue: Issue, by: StaffMember, send_at: datetime, now: datetime) -> None:
    """Freeze the words and put the issue on the calendar; NotSendable, NotNow."""
    _refuse_problems(issue, now)
    freeze_words(issue, now)
    issue.schedule(by, send_at, now)


@transaction.atomic
def resume(issue: Issue, by: StaffMember, now: datetime) -> None:
    """Let it go on. What had not begun is frozen anew: a person looked at it again."""
    _refuse_problems(issue, now)
    if issue.frozen_at is None:
        freeze_words(issue, now)
    issue.resume(by, now)


def begin_due_issues(now: datetime) -> int:
    """The chore: each issue whose time has come begins, or waits for a person."""
    if not identity.is_ours():
        return 0
    needs_two = SendingRules.current().two_people
    begun = 0
    for issue in Issue.objects.due(now):
        if needs_two and not issue.approved_at:
            continue  # the desk says so; two hours later it is too late by itself
        begun += _begin(issue, now)
    return begun


def waiting_for_consent(now: datetime) -> str | None:
    """Late check: an issue whose time has come, and nobody agreed to it."""
    if not SendingRules.current().two_people:
        return None
    waiting = Issue.objects.due(now).filter(approved_at=None).first()
    if waiting is None:
        return None
    return _("“%s” should be sent now, but no second person has agreed.") % waiting


def _begin(issue: Issue, now: datetime) -> int:
    try:
        with transaction.atomic():
            if why := _why_not(issue, now):
                issue.pause(why, now)
                return 0
            fan_out(issue, now)
    except NotNow:
        return 0  # another worker began it, or a person took it back
    return 1


def _why_not(issue: Issue, now: datetime) -> str:
    assert issue.send_at
    if now - issue.send_at > TOO_LATE:
        return _("Its time was more than two hours ago. Send it now, or cancel it.")
    if found := problems(issue, now):
        return str(found[0])
    if changed := changed_since(issue.frozen, now):
        return (
            _("“%s” was changed after this was scheduled. Look at it again.")
            % (changed[0])
        )
    return ""


def _refuse_problems(issue: Issue, now: datetime) -> None:
    if found := problems(issue, now):
        raise NotSendable(found)
