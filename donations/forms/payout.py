"""Which line of a bank's statement a payout is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.models import BankLine, Payout
from donations.reconciling.payouts import candidates


class AtTheBankForm(forms.Form):
    line = forms.ModelChoiceField(
        BankLine.objects.none(),
        label=_("Line of the bank"),
        help_text=_(
            "Those of this amount around that day. None? Take the statement in."
        ),
        error_messages={"required": _("Choose the line.")},
    )

    def __init__(self, payout: Payout, data: Any) -> None:
        super().__init__(data)
        field = self.fields["line"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = candidates(payout)
