"""Links of public stories: the worker looks at them, the desk tells of the dead."""

from datetime import datetime
from typing import Any

from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import roles
from ijm.contributions import (
    Chore,
    DeskItem,
    RolePermissions,
    chores,
    desk_items,
    role_permissions,
)
from stories.links.watching import look_at_links, read_links
from stories.models import WatchedLink

SEEING = ("stories.view_watchedlink",)
MAY = {
    roles.WRITERS: SEEING,
    roles.EDITORS: (*SEEING, "stories.tend_watchedlink"),
}


def contribute() -> None:
    for role, permissions in MAY.items():
        role_permissions.add(RolePermissions(f"links {role}", role, permissions))
    chores.add(
        Chore(
            "read-links",
            "bulk",
            300,
            read_links,
            _("Links: those of new public stories"),
        )
    )
    chores.add(
        Chore("look-at-links", "bulk", 30, _look, _("Links: whether they still open"))
    )
    desk_items.add(
        DeskItem(
            "links dead",
            _("Links in public stories that lead nowhere"),
            _reported,
            reverse_lazy("admin:stories_watchedlink_changelist"),
            "stories.view_watchedlink",
        )
    )


def _look(now: datetime) -> int:
    return look_at_links(now)


def _reported(_person: Any) -> int:
    return WatchedLink.objects.reported(timezone.now()).count()
