"""What a story's documents and recordings must have before anybody can open them."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.models.enclosure import Enclosure
from stories.models.recognisable import Recognisable
from stories.safeguarding.problem import Problem
from stories.safeguarding.question import Question

GONE = _("A document or recording (%s) was withdrawn or is not there. Take it out.")
UNANSWERED = _("Say who can be recognised in “%s”.")
NO_RELEASE = _(
    "Say where the release of our staff in “%s” is kept, or what the notice at the "
    "event said."
)
NOBODY_NAMED = _(
    "Somebody from a case can be recognised in “%s”: say there who it is, by "
    "reference, and by what, or choose another."
)
NOT_AGREED = _("%(who)s can be recognised in “%(what)s”. %(why)s")


def gone(question: Question) -> Iterable[Problem]:
    for number in question.revision.enclosure_ids:
        if number not in question.enclosures:
            yield Problem("enclosure_gone", str(GONE) % number, question.story_url)


def unanswered(question: Question) -> Iterable[Problem]:
    for each in question.enclosures.values():
        if not each.recognisable:
            yield _about(each, "enclosure_unanswered", UNANSWERED)


def without_release(question: Question) -> Iterable[Problem]:
    for each in question.enclosures.values():
        answer = each.recognisable
        if answer and Recognisable(answer).rests_on_a_paper and not each.release:
            yield _about(each, "enclosure_no_release", NO_RELEASE)


def without_subject(question: Question) -> Iterable[Problem]:
    for each in question.enclosures.values():
        if each.recognisable == Recognisable.SUBJECT:
            if not (each.subjects.all() and each.known_by):
                yield _about(each, "enclosure_no_subject", NOBODY_NAMED)


def without_consent(question: Question) -> Iterable[Problem]:
    for each in question.enclosures.values():
        for subject, answer in each.answers(question.channel, question.day):
            if not (answer.until or answer.is_about_case):
                told = {"who": subject, "what": each, "why": answer.why}
                code = f"enclosure_{answer.code}"
                yield Problem(code, str(NOT_AGREED) % told, subject.desk_url)


def _about(enclosure: Enclosure, code: str, sentence: Promise) -> Problem:
    return Problem(code, str(sentence) % enclosure, enclosure.desk_url)
