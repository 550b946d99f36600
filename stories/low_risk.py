"""What can never be called low-risk, whoever says so: children, survivors, cases.

The words are signs, not proof. A story that has one is read and answered for by itself,
which takes a minute; what passes here is still looked at by the person who says so.
"""

import re
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from stories.body import plain_text
from stories.models import Revision, Story
from stories.models.recognisable import Recognisable
from stories.names.texts import texts_of
from stories.safeguarding import Problem, Question
from stories.safeguarding.cases import current
from stories.safeguarding.names import in_words

SIGNS = re.compile(
    r"\b(?:child(?:ren|hood)?|kids?|girls?|boys?|bab(?:y|ies)|infants?|toddlers?|"
    r"teen(?:ager)?s?|minors?|under-?age|orphans?|pupils?|schoolchildren|daughters?|"
    r"survivors?|victims?|rescued|trafficked|enslaved|abused|raped?|"
    r"years?[- ]old|aged?[ ]\d{1,2})\b",
    re.IGNORECASE,
)
MOST_SHOWN = 4
UNSAVED = _("It was never saved.")
PEOPLE = _("Somebody from a case is in it. Answer for it in the story itself.")
SPEAKS = _(
    "It may speak of a child or of a survivor (%s). Read it, and answer in the story "
    "itself who can be recognised."
)


def against(story: Story, now: datetime) -> list[Problem]:
    """Why `story`, as it was saved last, cannot be called low-risk."""
    revision = story.latest_revision
    if revision is None:
        return [Problem("unsaved", UNSAVED)]
    question = Question(revision, "web", now)
    return [
        *_people(question),
        *current(question),
        *in_words(question),
        *_signs(revision, question),
    ]


def _people(question: Question) -> list[Problem]:
    answers = [question.revision, *question.photos.values()]
    named = [
        question.revision.appearances,
        *(photo.subjects.all() for photo in question.photos.values()),
    ]
    if any(_answer(each) == Recognisable.SUBJECT for each in answers) or any(named):
        return [Problem("people", PEOPLE, question.story_url)]
    return []


def _answer(what: object) -> str:
    if isinstance(what, Revision):
        return what["recognisable"]
    return getattr(what, "recognisable", "")


def _signs(revision: Revision, question: Question) -> list[Problem]:
    texts = texts_of(revision, question.photos.values()).values()
    found = [sign for text in texts for sign in SIGNS.findall(plain_text(text))]
    signs = list(dict.fromkeys(sign.lower() for sign in found))
    if not signs:
        return []
    shown = ", ".join(f"“{sign}”" for sign in signs[:MOST_SHOWN])
    return [Problem("speaks_of_somebody", str(SPEAKS) % shown, question.story_url)]
