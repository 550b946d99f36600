"""What finance staff type when money goes back: how much, why, when, by what."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.forms.amount import AmountField
from donations.models import Payment
from ijm import dates


class PastDay(forms.DateField):
    """A day on a statement: not one to come."""

    widget = forms.DateInput(attrs={"type": "date"})
    default_error_messages = {
        "required": _("Enter the day on the statement."),
        "invalid": _("Enter a date like 2026-11-23."),
        "future": _("This day has not come yet."),
    }

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and day > dates.today():
            raise forms.ValidationError(self.error_messages["future"], "future")
        return day


class WhyForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, for whoever reads the books.")},
    )


class PartForm(forms.Form):
    """A part of a payment, by default all that is left of it."""

    def __init__(self, payment: Payment, data: Any) -> None:
        super().__init__(data)
        self.payment = payment
        self.fields["amount"] = AmountField(
            payment.currency,
            label=_("Amount, in %(currency)s") % {"currency": payment.currency},
            help_text=_("At most %(left)s is left of this payment.")
            % {"left": payment.left},
            error_messages={"required": _("Enter the amount.")},
            initial=payment.left,
        )
        self.order_fields(("amount",))

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount > self.payment.left:
            words = _("No more than %(left)s is left of this payment.")
            raise forms.ValidationError(
                words, "too much", params={"left": self.payment.left}
            )
        return amount


class RefundForm(PartForm, WhyForm):
    pass


class SentForm(forms.Form):
    paid_on = PastDay(label=_("Sent on"))
    processor_ref = forms.CharField(
        label=_("Reference of the transfer"),
        max_length=120,
        help_text=_("As it stands on the bank statement. Each is used once."),
        error_messages={"required": _("Enter the reference of the transfer.")},
    )


class DisputeForm(PartForm):
    STATES = [
        ("open", _("The bank has taken the money")),
        ("inquiry", _("The bank only asks; no money has moved")),
    ]

    state = forms.ChoiceField(
        label=_("What happened"), choices=STATES, widget=forms.RadioSelect
    )
    opened_on = PastDay(label=_("On"))
    answer_by = forms.DateField(
        label=_("Answer until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=_("Why, as the bank says"), max_length=300, required=False
    )
    processor_ref = forms.CharField(
        label=_("Bank’s reference"), max_length=120, required=False
    )

    def __init__(self, payment: Payment, data: Any) -> None:
        super().__init__(payment, data)
        self.fields["fee"] = AmountField(
            payment.currency, label=_("The bank’s fee, if any"), required=False
        )


class DayForm(forms.Form):
    day = PastDay(label=_("On"))
