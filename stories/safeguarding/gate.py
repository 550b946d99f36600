"""The one list of checks, asked by all who are about to show something.

Publishing asks it, planning and its firing, the newsletter and share images. No writer
can get past it; only a changed text, picture or consent can.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

from stories.models.revision import Revision
from stories.safeguarding import (
    cases,
    enclosures,
    jigsaw,
    names,
    photos,
    words,
)
from stories.safeguarding.problem import Problem
from stories.safeguarding.question import Question

Check = Callable[[Question], Iterable[Problem]]

# In the order in which an editor reads them. One a line, so that two people can add.
CHECKS: tuple[Check, ...] = (
    words.unanswered,
    words.without_release,
    words.without_subject,
    words.without_consent,
    names.in_words,
    jigsaw.put_together,
    photos.gone,
    photos.unanswered,
    photos.without_release,
    photos.without_subject,
    photos.without_consent,
    photos.silent,
    photos.undescribed,
    photos.not_ready,
    cases.current,
    enclosures.gone,
    enclosures.unanswered,
    enclosures.without_release,
    enclosures.without_subject,
    enclosures.without_consent,
)


def safeguarding_problems(
    revision: Revision, channel: str, now: datetime | None = None
) -> list[Problem]:
    """Empty when `revision` may be shown through `channel`, one of `agreed.Channel`."""
    question = Question(revision, channel, now or timezone.now())
    return [problem for check in CHECKS for problem in check(question)]
