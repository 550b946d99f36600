"""The letter that says once a week how the house stood: also that all is well.

Whoever keeps the site learns from its absence that mail does not go. It holds sums and
no word about anybody. The chore takes the figures; the outbox makes it one a week.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ijm import dates, mail
from ijm.backups import keeping
from ijm.contributions import (
    Chore,
    Filled,
    Letter,
    Registry,
    Tag,
    Words,
    chores,
    letters,
)
from ijm.doctor import examination, storages
from ijm.models.mail import OutgoingMail
from ijm.models.policy_report import PolicyReport

AT = time(6)  # on Monday, by the charity's clocks
EVERY = 3600.0


@dataclass(frozen=True)
class Figure:
    """One line of the letter: `count(since, until)` of the week, or of this moment."""

    name: str
    title: Words
    count: Callable[[datetime, datetime], Any]


figures: Registry[Figure] = Registry()


def contribute() -> None:
    for figure in (
        Figure("mails-sent", gettext_lazy("Letters sent"), _sent),
        Figure("mails-failed", gettext_lazy("Letters that failed"), _failed),
        Figure(
            "policy-reports",
            gettext_lazy("Times a browser refused something on a page"),
            _refused_by_browsers,
        ),
        Figure("backup", gettext_lazy("Newest backup"), _backup),
        Figure("disk", gettext_lazy("Free on the disk"), _disk),
    ):
        figures.add(figure)
    letters.add(LETTER)
    chores.add(
        Chore(
            "weekly-letter",
            "bulk",
            EVERY,
            post,
            gettext_lazy("Write the weekly letter"),
        )
    )


def post(now: datetime) -> int:
    """The chore: from Monday morning on, the letter about the week before, once."""
    today = dates.today(now)
    monday = dates.start_of(today - timedelta(days=today.weekday()))
    cause = f"week-{monday:%Y-%m-%d}"
    too_early = now < timezone.make_aware(datetime.combine(monday.date(), AT))
    if not settings.ALERT_EMAIL or too_early:
        return 0
    if OutgoingMail.objects.filter(cause=cause).exists():
        return 0
    since = dates.start_of(monday.date() - timedelta(days=7))
    findings = [each for each in examination.at_hand() if each.how != "well"]
    mail.post(
        LETTER.name,
        to=settings.ALERT_EMAIL,
        about=None,
        cause=cause,
        extra={
            "since": since.date().isoformat(),
            "ill": sum(each.how == "ill" for each in findings),
            "figures": [
                (str(each.title), str(each.count(since, monday))) for each in figures
            ],
            "findings": [(each.what, each.sentence) for each in findings],
        },
    )
    return 0


def _fill(_about: Any, extra: Mapping[str, Any]) -> Filled:
    first = datetime.fromisoformat(extra["since"]).date()
    return {
        "state": _state(extra["ill"]),
        "week": date_format(first, "j F Y"),
        "figures": extra["figures"],
        "findings": extra["findings"],
        "desk": "/admin/",
    }


def _state(ill: int) -> str:
    if not ill:
        return _("All is well")
    words = ngettext("%(count)d thing needs you", "%(count)d things need you", ill)
    return words % {"count": ill}


def _sent(since: datetime, until: datetime) -> int:
    return OutgoingMail.objects.filter(sent_at__gte=since, sent_at__lt=until).count()


def _failed(since: datetime, until: datetime) -> int:
    """`next_try_at` of a failed letter is when it failed."""
    failed = OutgoingMail.objects.filter(state=OutgoingMail.FAILED)
    return failed.filter(next_try_at__gte=since, next_try_at__lt=until).count()


def _refused_by_browsers(since: datetime, until: datetime) -> int:
    reports = PolicyReport.objects.of_ours().between(since, until)
    return reports.aggregate(all=Sum("count"))["all"] or 0


def _backup(_since: datetime, _until: datetime) -> str:
    last = keeping.newest()
    if last is None:
        return _("none")
    hours = int((timezone.now() - last.began_at).total_seconds() // 3600)
    return ngettext("%(count)d hour old", "%(count)d hours old", hours) % {
        "count": hours
    }


def _disk(_since: datetime, _until: datetime) -> str:
    """Of each disk that we fill, also while there is enough: one sees it coming."""
    return ", ".join(storages.free_of(usage) for _n, _f, usage in storages.disks())


LETTER = Letter(
    name="house-week",
    title=gettext_lazy("How the week was (to the keeper of the site)"),
    subject=gettext_lazy("{state}: the week from {week}"),
    body=gettext_lazy(
        "{state}. This letter comes every Monday; if it does not come, mail does not "
        "go.\n\n"
        "{figures}\n\n"
        "{findings}\n\n"
        "manage.py doctor looks further: mail server, sender, storages.\n\n"
        "{desk}"
    ),
    fill=_fill,
    tags=(
        Tag(
            "state",
            gettext_lazy("whether all is well"),
            sample=gettext_lazy("All is well"),
        ),
        Tag("week", gettext_lazy("the week's Monday"), sample="23 November 2026"),
        Tag("figures", gettext_lazy("the figures of the week"), kind="block"),
        Tag("findings", gettext_lazy("what the doctor found"), kind="block"),
        Tag(
            "desk",
            gettext_lazy("the desk's address"),
            kind="button",
            label=gettext_lazy("Open the desk"),
        ),
    ),
)
