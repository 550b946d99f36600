"""Who can be recognised in the words of a story, and whether they agree."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from stories.models.agreed import Use
from stories.models.recognisable import Recognisable
from stories.safeguarding.problem import Problem
from stories.safeguarding.question import Question

UNANSWERED = _("Say who can be recognised in the words of this story.")
NO_RELEASE = _(
    "Say where the release of our staff is kept, or what the notice at the event said."
)
NOBODY_NAMED = _(
    "Somebody from a case can be recognised: list them under “Protected people in the "
    "words”, and say by what."
)
NOT_AGREED = _("%(who)s can be recognised in the words. %(why)s")


def unanswered(question: Question) -> Iterable[Problem]:
    if not (question.revision["recognisable"] or question.bridge):
        yield Problem("unanswered", UNANSWERED, question.story_url)


def without_release(question: Question) -> Iterable[Problem]:
    answer = question.revision["recognisable"]
    if answer and Recognisable(answer).rests_on_a_paper:
        if not question.revision.content.get("release", "").strip():
            yield Problem("no_release", NO_RELEASE, question.story_url)


def without_subject(question: Question) -> Iterable[Problem]:
    if question.revision["recognisable"] == Recognisable.SUBJECT:
        if not any(question.revision.appearances.values()):
            yield Problem("no_subject", NOBODY_NAMED, question.story_url)


def without_consent(question: Question) -> Iterable[Problem]:
    """Whoever can be recognised must agree, whatever was answered above."""
    for who, by in question.revision.appearances.items():
        subject = question.subjects[who]
        answer = subject.agrees_to(Use(question.channel, by), question.day)
        if by and not (answer.until or answer.is_about_case):
            told = {"who": subject, "why": answer.why}
            yield Problem(answer.code, str(NOT_AGREED) % told, subject.desk_url)
