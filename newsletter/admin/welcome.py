"""Three stories that greet new readers."""

from django.contrib import admin

from ijm.admin.bases import OneRowAdmin
from newsletter.models import Welcome


@admin.register(Welcome)
class WelcomeAdmin(OneRowAdmin):
    fields = ("first", "second", "third")
    autocomplete_fields = fields
