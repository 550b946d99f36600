"""Impact figures."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ijm.admin.bases import EditableList
from ijm.dates import today
from stories.admin.shown import ShownAdmin
from stories.admin.usage import links_to
from stories.models import ImpactFigure, Story


class OverdueFilter(admin.SimpleListFilter):
    title = _("age")
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("to be checked again"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "overdue":
            return queryset.overdue(today(timezone.now()))
        return queryset


@admin.register(ImpactFigure)
class ImpactFigureAdmin(EditableList, ShownAdmin):
    list_display = ("value", "label", "as_of", "check_by", "source", "position")
    list_filter = (OverdueFilter,)
    list_editable = ("position",)
    formfield_overrides: ClassVar[Any] = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ("label", "source")
    fields = (
        ("value", "number"),
        "label",
        ("as_of", "check_by"),
        "scope",
        ("source", "source_url"),
        "position",
        "uses",
    )
    readonly_fields = ("uses",)

    @admin.display(description=_("used in"))
    def uses(self, figure: ImpactFigure) -> SafeString | str:
        """Stories whose working copy shows it; the home page shows the first four."""
        return links_to(Story.objects.referring_to("figures", figure.pk))
