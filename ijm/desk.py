"""The admin site: the charity's name on it, and a front page that says what waits."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.contributions import Words, desk_items


class DeskConfig(AdminConfig):
    default_site = "ijm.desk.Desk"


@dataclass(frozen=True)
class Waiting:
    """One line of the desk that has something in it."""

    title: Words
    count: int
    url: Words
    tone: str


class Desk(admin.AdminSite):
    index_title = _("Desk")
    index_template = "admin/desk.html"
    empty_value_display = "–"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from ijm.models.site_settings import SiteSettings  # apps are not ready above

        context = super().each_context(request)
        name = SiteSettings.current().name
        return {**context, "site_header": name, "site_title": name}

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(
            request,
            {
                **(extra_context or {}),
                "waiting": list(_waiting_for(request.user)),
                "late": _late(request.user),
            },
        )


def _waiting_for(person: Any) -> list[Waiting]:
    """What this person could do next, alarms first."""
    lines = [
        Waiting(item.title, count, item.url, item.tone)
        for item in desk_items
        if person.has_perm(item.permission) and (count := item.count(person))
    ]
    return sorted(lines, key=lambda line: line.tone != "alarm")


def _late(person: Any) -> list[Words]:
    from ijm.health import late_things  # reads models; apps are not ready above

    if not person.has_perm("ijm.view_chorerun"):
        return []
    return late_things(timezone.now())
