"""Impact figures."""

from django.contrib import admin

from stories.admin.shown import ShownAdmin
from stories.models import ImpactFigure


@admin.register(ImpactFigure)
class ImpactFigureAdmin(ShownAdmin):
    list_display = ("value", "label", "as_of", "source", "position")
    list_editable = ("position",)
    search_fields = ("label", "source")
    fields = (
        ("value", "number"),
        "label",
        ("as_of", "scope"),
        ("source", "source_url"),
        "position",
    )
