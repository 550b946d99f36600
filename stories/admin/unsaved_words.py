"""Said where a story is about to go public: somebody has words that are not in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stories.models import Buffer, Revision, Story
from stories.safeguarding import Problem


def unsaved_words(
    story: Story, revision: Revision | None, person: Any
) -> Iterable[Problem]:
    """Whose and since when, and nothing of what: a buffer is read by its writer alone.

    It holds nothing back. They may be thrown away tomorrow, or be the correction.
    """
    if revision is None:
        return
    buffers = Buffer.objects.about(story).newer_than(revision)
    for buffer in buffers.select_related("by").order_by("at"):
        yield _said(buffer, person)


def _said(buffer: Buffer, person: Any) -> Problem:
    told = {"who": buffer.by, "when": _when(buffer.at)}
    if buffer.by_id == person.pk:
        sentence = _("You have unsaved words of it yourself (%(when)s).") % told
        url = reverse("admin:stories_story_change", args=[buffer.story_id])
        return Problem("unsaved_words", sentence, url, blocks=False)
    sentence = _("%(who)s has unsaved words of it (%(when)s). Ask them first.") % told
    return Problem("unsaved_words", sentence, blocks=False)


def _when(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
