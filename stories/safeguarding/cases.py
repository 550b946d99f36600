"""Nothing of people we work with, nor soon after, be they recognisable or not."""

from collections.abc import Iterable
from itertools import chain

from django.utils.translation import gettext_lazy as _

from stories.models.subject import Subject
from stories.safeguarding.problem import Problem
from stories.safeguarding.question import Question

HERE = _("%(who)s appears here. %(why)s")


def current(question: Question) -> Iterable[Problem]:
    for subject in _everybody(question).values():
        refusal = subject.case_forbids(question.day)
        if refusal is not None:
            told = {"who": subject, "why": refusal.why}
            yield Problem(refusal.code, str(HERE) % told, subject.desk_url)


def _everybody(question: Question) -> dict[int, Subject]:
    photos = (photo.subjects.all() for photo in question.photos.values())
    enclosures = (each.subjects.all() for each in question.enclosures.values())
    shown = chain(*photos, *enclosures)
    return {each.pk: each for each in [*question.subjects.values(), *shown]}
