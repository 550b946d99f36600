"""What is looked at before an issue may go: what forbids it, and what only worries."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsletter.audience import audience
from newsletter.composing import composed
from newsletter.models import Issue
from newsletter.sending.compiled import Words
from newsletter.sending.freezing import problems

# Gmail shows no more than about 102 KB of the HTML as it is sent.
HEAVY, TOO_HEAVY = 60_000, 90_000
LONG_SUBJECT = 60
PLAIN_HTTP = re.compile(r'(?:href|src)="http://(?!localhost|127\.0\.0\.1)')
NO_ALT = re.compile(r"<img\b(?![^>]*\balt=)[^>]*>")
NIGHT_BEGINS, NIGHT_ENDS = 21, 7
DRIFT = 0.2
grouped = partial(number_format, force_grouping=True)


@dataclass(frozen=True)
class Remark:
    """One sentence for whoever sends; one that `blocks` must be mended first."""

    sentence: str | Promise
    blocks: bool = False


def remarks(issue: Issue, now: datetime, readers: int | None = None) -> list[Remark]:
    """Everything worth saying, worst first; `readers` where counted already."""
    words = composed(issue, now)
    if readers is None:
        readers = audience(issue).count()
    found = [
        *(Remark(str(problem), blocks=True) for problem in problems(issue, now)),
        *_of_the_audience(issue, readers),
        *_of_the_words(issue, words),
        *_of_the_way_here(issue),
        *_of_the_hour(issue),
    ]
    return sorted(found, key=lambda remark: not remark.blocks)


def _of_the_audience(issue: Issue, readers: int) -> list[Remark]:
    if not readers:
        return [Remark(_("Nobody would get it. Look at the audience."), blocks=True)]
    last = Issue.objects.filter(kind=issue.kind).exclude(begun_at=None)
    before = last.order_by("-begun_at").values_list("audience_count", flat=True).first()
    if before and abs(readers - before) > before * DRIFT:
        sentence = _(
            "The last one went to %(before)s people, this would go to %(now)s."
        )
        words = {"before": grouped(before), "now": grouped(readers)}
        return [Remark(sentence % words)]
    return []


def _of_the_way_here(issue: Issue) -> list[Remark]:
    found = []
    if issue.is_editable and not issue.events.filter(kind="tested").exists():
        found.append(Remark(_("Nobody has sent a test of it yet.")))
    if issue.kind == Issue.Kind.PARTNER and not issue.only_those:
        sentence = _("A partner update usually goes only to Freedom Partners.")
        found.append(Remark(sentence))
    return found


def _of_the_words(issue: Issue, words: Words) -> list[Remark]:
    found = []
    size = len(words.html.encode())
    if size > TOO_HEAVY:
        found.append(
            Remark(_("It is so long that mail programs would cut it off."), blocks=True)
        )
    elif size > HEAVY:
        found.append(Remark(_("It is long: some mail programs may cut it off.")))
    if not issue.preheader:
        found.append(Remark(_("There is no preview line after the subject.")))
    if len(issue.subject) > LONG_SUBJECT:
        found.append(Remark(_("The subject is long: telephones show its beginning.")))
    if Issue.objects.filter(subject=issue.subject).exclude(pk=issue.pk).exists():
        found.append(Remark(_("Another issue has this subject already.")))
    if issue.ask_text and not issue.ask_url:
        found.append(Remark(_("The ask leads nowhere.")))
    if PLAIN_HTTP.search(words.html):
        found.append(Remark(_("A link is not encrypted (http:).")))
    if NO_ALT.search(words.html):
        found.append(Remark(_("A picture says nothing to those who cannot see it.")))
    return found


def _of_the_hour(issue: Issue) -> list[Remark]:
    if not issue.send_at:
        return []
    hour = issue.send_at.astimezone(ZoneInfo(issue.time_zone)).hour
    if hour >= NIGHT_BEGINS or hour < NIGHT_ENDS:
        return [Remark(_("It would arrive at night."))]
    return []
