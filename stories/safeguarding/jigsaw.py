"""Facts that together tell who somebody is: a reviewer weighs them, with a reason."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stories.jigsaw import TOGETHER, Found, kinds_of, telltales_in
from stories.models.event import StoryEvent
from stories.models.revision import Revision
from stories.models.telltale import Telltale
from stories.names.texts import texts_of
from stories.safeguarding.problem import Problem
from stories.safeguarding.question import Question

CODE = "jigsaw"
TOLD = "title kicker dek card_summary body how_told case_strip".split()
SENTENCE = _("Put together, these may tell who somebody is: %s.")


def put_together(question: Question) -> Iterable[Problem]:
    found = telltales_of(question.revision)
    kinds = kinds_of(found)
    if len(kinds) < TOGETHER or _was_weighed(question.revision, found):
        return
    labels = ", ".join(str(Telltale.Kind(kind).label) for kind in kinds)
    url = reverse("admin:stories_story_names", args=[question.revision.story_id])
    yield Problem(CODE, str(SENTENCE) % labels, url, blocks=False)


def telltales_of(revision: Revision | None) -> list[Found]:
    """A page, like “Contact”, tells addresses on purpose."""
    if revision is None or revision["kind"] != "story":
        return []
    return telltales_in(texts_of(revision, columns=TOLD))


def _was_weighed(revision: Revision, found: list[Found]) -> bool:
    """A reviewer saw all of these in this story, in one revision or another."""
    weighed = StoryEvent.objects.filter(
        story=revision.story_id, kind=StoryEvent.Kind.WEIGHED
    ).select_related("revision")
    now = _facts(found)
    return any(now <= _facts(telltales_of(event.revision)) for event in weighed)


def _facts(found: list[Found]) -> set[tuple[str, str]]:
    return {(each.kind, each.words.casefold()) for each in found}
