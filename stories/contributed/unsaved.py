"""Words that were never saved: a reminder at the desk, and their end."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ijm.contributions import Chore, DeskItem, chores, desk_items
from stories.models import Buffer
from stories.models.buffer import forget_stale
from stories.models.presence import forget_faded


def contribute() -> None:
    desk_items.add(
        DeskItem(
            "unsaved words",
            _("Texts of yours with words that are not saved"),
            _how_many,
            reverse_lazy("admin:stories_story_unsaved"),
            "stories.change_story",
        )
    )
    chores.add(
        Chore(
            "forget-unsaved-words",
            "bulk",
            3600,
            forget_stale,
            _("Forget words that nobody saved for two months"),
        )
    )
    chores.add(
        Chore(
            "forget-presences",
            "bulk",
            600,
            forget_faded,
            _("Forget who had a story open"),
        )
    )


def _how_many(person: Any) -> int:
    return Buffer.objects.of(person).count()
