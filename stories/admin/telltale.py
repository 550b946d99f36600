"""Words that narrow down who somebody is, beside those the house knows of."""

from django.contrib import admin

from ijm.admin.bases import LongListAdmin
from stories.models import Telltale


@admin.register(Telltale)
class TelltaleAdmin(LongListAdmin):
    list_display = ("words", "kind")
    list_filter = ("kind",)
    search_fields = ("words",)
