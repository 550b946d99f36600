"""How fast and how carefully issues go."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ijm.admin.bases import OneRowAdmin
from newsletter.models import SendingRules


@admin.register(SendingRules)
class SendingRulesAdmin(OneRowAdmin):
    fieldsets = (
        (
            None,
            {
                "fields": ("per_second", "trial_size", "trial_minutes", "two_people"),
                "description": _(
                    "Beside these rules an issue stops by itself when the mail server "
                    "does not want mail from us, when more than one of a hundred mails "
                    "is refused, or when something in it is no longer public."
                ),
            },
        ),
    )
