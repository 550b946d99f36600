"""The admin site: the charity's name on it, and a front page that says what waits."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class DeskConfig(AdminConfig):
    default_site = "ijm.desk.Desk"


class Desk(admin.AdminSite):
    index_title = _("Desk")
    index_template = "admin/desk.html"
    empty_value_display = "–"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from ijm.models.site_settings import SiteSettings

        context = super().each_context(request)
        name = SiteSettings.current().name
        return {**context, "site_header": name, "site_title": name}
