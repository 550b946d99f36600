"""The admin site: the charity's name on it, and a front page that says what waits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ijm import first_steps
from ijm.contributions import desk_actions, desk_items, desk_lists
from ijm.front_page import DeskAction, DeskLine, DeskList, Words

T = TypeVar("T", DeskAction, DeskList)


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

    def get_urls(self) -> list[Any]:
        from ijm.admin import (  # apps are not ready above
            accepting,
            everywhere,
            new_password,
            own_sign_in,
            second_step,
        )

        # Django lets only those leave who are in; half a session must be left, too.
        leave = path("logout/", self.logout, name="logout")
        rooms = (second_step, own_sign_in, accepting, new_password, everywhere)
        own = [each for room in rooms for each in room.urls()]
        return [leave, *own, *super().get_urls()]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        from ijm import signing_in  # counts in the database; apps are not ready above

        if request.method == "POST" and not signing_in.may_try(request):
            return signing_in.ask_to_wait(request, self.each_context(request))
        how = first_steps.HOW if first_steps.nobody_is_here() else ""
        return super().login(request, {**(extra_context or {}), "how_to_begin": how})

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:
        """Made for pages that show it alone: all names of a hundred models are said."""
        made = partial(self._app_list, request, app_label)
        return cast(list[Any], SimpleLazyObject(made))

    def _app_list(self, request: HttpRequest, app_label: str | None) -> list[Any]:
        """Where one may only add (a consent handed in is not read back), the name

        leads there: beside names that are links it would look broken.
        """
        found = super().get_app_list(request, app_label)
        for model in (model for app in found for model in app["models"]):
            if model["add_url"] and not model["admin_url"]:
                link = '<a href="{}">{}</a>'
                model["name"] = format_html(link, model["add_url"], model["name"])
        return found

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        from ijm import erasing  # reads models; apps are not ready above

        return super().index(
            request,
            {
                **(extra_context or {}),
                "first_steps": first_steps.shown_to(request.user),
                "waiting": list(_waiting_for(request.user)),
                "actions": _allowed(desk_actions, request.user),
                "lists": list(_lists_for(request.user)),
                "late": _late(request.user),
                "may_erase_everywhere": erasing.may_erase_everywhere(request.user),
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


def _allowed(registry: Iterable[T], person: Any) -> list[T]:
    return [each for each in registry if person.has_perm(each.permission)]


def _lists_for(person: Any) -> Iterator[tuple[Words, list[DeskLine]]]:
    now = timezone.now()
    for each in _allowed(desk_lists, person):
        if lines := list(each.lines(person, now)):
            yield each.title, lines


def _late(person: Any) -> list[Words]:
    from ijm.health import late_things  # reads models; apps are not ready above

    if not person.has_perm("ijm.view_chorerun"):
        return []
    return late_things(timezone.now())
