"""Take-downs: what the worker does for them, and who is reminded."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ijm.contributions import Chore, DeskItem, chores, desk_items
from stories.models import TakeDown
from stories.takedown import erasing, looking


def contribute() -> None:
    chores.add(
        Chore(
            "look-for-people",
            "safety",
            5,
            looking.look_through,
            _("Take-downs: every text that names them"),
        )
    )
    chores.add(
        Chore(
            "erase-from-history",
            "safety",
            5,
            erasing.erase,
            _("Take-downs: erasing from the history"),
        )
    )
    desk_items.add(
        DeskItem(
            "take-downs",
            _("Take-downs that are not finished"),
            lambda person: TakeDown.objects.open().count(),
            reverse_lazy("admin:stories_takedown_changelist", query={"state": "open"}),
            "stories.change_takedown",
            "alarm",
        )
    )
