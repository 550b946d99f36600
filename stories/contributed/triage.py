"""The triage desk for what came from an older site: rights, and what waits there."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from ijm import roles
from ijm.contributions import DeskItem, RolePermissions, desk_items, role_permissions
from stories.models import Arrival

SEEING = ("stories.view_arrival", "stories.view_leftover")
MAY = {
    roles.WRITERS: SEEING,
    roles.EDITORS: (*SEEING, "stories.decide_arrival"),
    roles.SAFEGUARDING: (*SEEING, "stories.decide_arrival"),
}
DESK = "admin:stories_arrival_changelist"


def contribute() -> None:
    for role, permissions in MAY.items():
        role_permissions.add(RolePermissions(f"triage {role}", role, permissions))
    desk_items.add(
        DeskItem(
            "arrivals",
            _("Stories from the old site to decide on"),
            lambda person: Arrival.objects.visible_to(person).waiting().count(),
            reverse_lazy(DESK),
            "stories.decide_arrival",
        )
    )
    desk_items.add(
        DeskItem(
            "arrivals handed on",
            _("Stories from the old site handed to you"),
            lambda person: Arrival.objects.handed_to(person).count(),
            reverse_lazy(DESK, query={"decision": "mine"}),
            "stories.view_arrival",
        )
    )
