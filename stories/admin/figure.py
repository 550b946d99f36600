"""Impact figures."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models

from stories.admin.shown import ShownAdmin
from stories.models import ImpactFigure


@admin.register(ImpactFigure)
class ImpactFigureAdmin(ShownAdmin):
    list_display = ("value", "label", "as_of", "source", "position")
    list_editable = ("position",)
    formfield_overrides: ClassVar[Any] = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ("label", "source")
    fields = (
        ("value", "number"),
        "label",
        ("as_of", "scope"),
        ("source", "source_url"),
        "position",
    )
