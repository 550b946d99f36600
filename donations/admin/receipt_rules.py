"""The rules of receipts: one form."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from donations.forms.receipts import ReceiptRulesForm
from donations.models import ReceiptRules
from ijm.admin.bases import OneRowAdmin


@admin.register(ReceiptRules)
class ReceiptRulesAdmin(OneRowAdmin):
    form = ReceiptRulesForm
    fieldsets = (
        (
            _("Whose law"),
            {
                "fields": ("country", "registration"),
                "description": _(
                    "Name and address are those of the site settings; they must be as "
                    "your tax office has them."
                ),
            },
        ),
        (_("Receipts at once"), {"fields": ("singles", "singles_from")}),
        (
            _("Who signs"),
            {"fields": ("signatory", "signatory_role", "picture", "place")},
        ),
        (_("Gift Aid"), {"fields": ("hmrc_reference",)}),
    )
