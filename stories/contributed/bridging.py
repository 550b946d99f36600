"""What is public for a while, signed for by Safeguarding: counted until it is empty."""

from datetime import timedelta
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
from ijm.dates import today
from stories import bridging
from stories.models import Bridge

SEEING = ("stories.view_bridgingacceptance", "stories.view_bridge")
MAY = {
    roles.EDITORS: SEEING,
    roles.SAFEGUARDING: (*SEEING, "stories.add_bridgingacceptance"),
}
SOON = timedelta(days=14)


def contribute() -> None:
    for role, permissions in MAY.items():
        role_permissions.add(RolePermissions(f"bridging {role}", role, permissions))
    chores.add(
        Chore(
            "keep-bridges-right",
            "safety",
            20,
            bridging.keep_right,
            _("Stories: what somebody no longer calls low-risk"),
        )
    )
    _contribute_to_the_desk()


def _contribute_to_the_desk() -> None:
    desk_items.add(
        DeskItem(
            "bridging unsigned",
            _("Low-risk stories from the old site to sign for"),
            lambda person: bridging.unsigned(timezone.now()).visible_to(person).count(),
            reverse_lazy("admin:stories_bridgingacceptance_add"),
            "stories.add_bridgingacceptance",
        )
    )
    everywhere = reverse_lazy("admin:stories_bridgingacceptance_changelist")
    desk_items.add(
        DeskItem(
            "bridging public",
            _("Public for a while only, to answer properly"),
            _public,
            everywhere,
            "stories.view_bridgingacceptance",
        )
    )
    desk_items.add(
        DeskItem(
            "bridging ending",
            _("Of these, gone within two weeks unless answered"),
            lambda person: _public(person, ending=True),
            everywhere,
            "stories.view_bridgingacceptance",
            "alarm",
        )
    )


def _public(person: Any, ending: bool = False) -> int:
    now = timezone.now()
    bridges = Bridge.objects.visible_to(person).public(now)
    if ending:
        bridges = bridges.filter(acceptance__ends_on__lte=today(now + SOON))
    return bridges.values("story").distinct().count()
