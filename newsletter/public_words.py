"""Which words of the newsletter visitors and readers can read, and from when on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse

from ijm.public_words import KeptWords, PublicWords, kept_words, public_words
from stories.takedown.elsewhere import Retelling, retellings

if TYPE_CHECKING:
    from newsletter.models import Gathering, Issue, IssueStory

OF_AN_ISSUE = "title slug subject preheader intro ask_text ask_url"
KEPT = {
    "newsletter.Issue": "pause_reason",
    "newsletter.FrozenIssue": "subject text html",
    "newsletter.IssueEvent": "why",
}
OF_A_GATHERING = "title slug summary words venue address access booking_url"


def contribute() -> None:
    for label, columns in (
        ("newsletter.Interest", "name promise"),
        ("newsletter.ConsentText", "words"),
    ):
        public_words.add(PublicWords(label, tuple(columns.split())))
    retellings.add(Retelling("newsletter", _told_in))
    for label, columns in KEPT.items():
        kept_words.add(KeptWords(label, tuple(columns.split())))
    add = public_words.add
    add(PublicWords("newsletter.Issue", tuple(OF_AN_ISSUE.split()), _is_out))
    add(PublicWords("newsletter.IssueStory", ("headline", "summary"), _is_in_one_out))
    add(PublicWords("newsletter.Gathering", tuple(OF_A_GATHERING.split()), _is_shown))


def _told_in(stories: Iterable[int]) -> Iterable[tuple[str, str]]:
    """Issues that went out, or are about to, with one of these stories."""
    from newsletter.models import Issue  # apps are not ready above

    told = Issue.objects.filter(places__story__in=stories).exclude(state="draft")
    for issue in told.distinct():
        yield str(issue), reverse("admin:newsletter_issue_change", args=[issue.pk])


def _is_out(issue: "Issue") -> bool:
    return not issue.is_editable


def _is_in_one_out(place: "IssueStory") -> bool:
    return bool(place.issue_id) and _is_out(place.issue)


def _is_shown(gathering: "Gathering") -> bool:
    return gathering.is_public
