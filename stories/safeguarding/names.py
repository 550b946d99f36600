"""Protected names in the words of a story, of its photos, of its address."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stories.names.finding import protected_names_in
from stories.names.texts import texts_of, where_of
from stories.safeguarding.problem import Problem
from stories.safeguarding.question import Question

NEVER = _("%s: a protected name stands in it. Use the changed name.")
ASKS = _(
    "%s: what may be the name of somebody we protect stands in it. Write it in another "
    "way, or have Safeguarding accept it here."
)


def in_words(question: Question) -> Iterable[Problem]:
    """The sentence is kept and mailed where a plan fails, so it quotes nothing."""
    revision = question.revision
    shown = question.photos.values(), question.enclosures.values()
    texts = texts_of(revision, *shown)
    url = reverse("admin:stories_story_names", args=[revision.story_id])
    for match in protected_names_in(texts, where_of(revision)):
        sentence = NEVER if match.blocks else ASKS
        yield Problem("protected_name", str(sentence) % match.field, url)
