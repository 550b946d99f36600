"""The rules of the books: one form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from donations.admin.offers import TypedMoneyForm
from donations.models import BookRules
from ijm.admin.bases import OneRowAdmin

ACCOUNTS = (
    "income_account",
    "bank_account",
    "clearing_account",
    "fee_account",
    "costs_account",
    "tax_rate",
    "tracking",
)


class BookRulesForm(TypedMoneyForm):
    column = "free_up_to_minor"
    typed = forms.CharField(
        label=_("Refunds that one person may make, up to"),
        max_length=20,
        required=False,
        help_text=_("Above it a second person must agree. Empty: always."),
    )

    class Meta:
        model = BookRules
        fields = ("currency", *ACCOUNTS)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not answers.get("typed"):
            self.instance.free_up_to_minor = 0
        return answers


@admin.register(BookRules)
class BookRulesAdmin(OneRowAdmin):
    form = BookRulesForm
    fieldsets = (
        (_("Refunds"), {"fields": (("typed", "currency"),)}),
        (_("Accounts, as your accounting program names them"), {"fields": ACCOUNTS}),
    )
