"""What finance staff type: changes asked for by telephone, and money that came."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from donations import recording
from donations.bounds import Bounds
from donations.forms.amount import AmountField
from donations.forms.plain import Plain, PlainEmailField
from donations.forms.portal import DetailsForm
from donations.models import MONTHLY, Donor, Fund, Instalment, Payment
from donations.recording import Arrival, Found, NothingFound
from donations.reference import ReferenceNotUnderstood
from ijm import dates

BESIDE = "beside"


class ReasonForm(forms.Form):
    """Alone, or under the fields of a verb."""

    reason = forms.CharField(
        label=_("Who asked, when, and how"),
        max_length=300,
        help_text=_(
            "Kept for colleagues, and not in any letter: “by telephone, 3 May”."
        ),
        error_messages={"required": _("Say how it was asked for.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("What is there to know?"),
        max_length=1000,
        help_text=_(
            "Colleagues read it; the donor may ask for a copy. It cannot be changed "
            "afterwards, and goes when the donor is erased."
        ),
        error_messages={"required": _("Write what there is to know.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MonthlyAndReason(ReasonForm):
    """What a donor of one gift might give each month, within the bounds of giving."""

    field_order = ("amount", "reason")

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = AmountField(
            currency,
            Bounds.of(MONTHLY, currency),
            label=_("Amount each month, in %(currency)s") % {"currency": currency},
            error_messages={"required": _("Enter an amount.")},
        )
        self.order_fields(self.field_order)


class DetailsAndReason(DetailsForm, ReasonForm):
    field_order = ("display_name", "contact_name", "postal_address", "reason")

    @classmethod
    def of(cls, donor: Donor, data: Any) -> "DetailsAndReason":
        return cls(data, instance=donor)


class PlainReference(Plain, forms.CharField):
    pass


class ReferenceForm(forms.Form):
    reference = PlainReference(
        label=_("Reference"),
        max_length=40,
        help_text=_(
            "As on the bank statement; spaces and small letters do not matter."
        ),
        error_messages={"required": _("Enter the reference on the statement.")},
    )

    def clean_reference(self) -> Found:
        try:
            return recording.find(self.cleaned_data["reference"])
        except ReferenceNotUnderstood as wrong:
            raise forms.ValidationError(str(wrong.message), wrong.code) from wrong
        except NothingFound as unknown:
            raise forms.ValidationError(
                _("The reference is well written, but nobody was given it."), "unknown"
            ) from unknown


class MoneyForm(forms.Form):
    """What the bank statement says of money that came."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The day on the statement; it decides the tax year."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Enter the day on the statement."),
            "invalid": _("Enter a date like 2026-11-23."),
        },
    )
    method = forms.ChoiceField(label=_("How"), choices=Payment.METHODS[:4])
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = AmountField(
            currency,
            label=_("Amount, in %(currency)s") % {"currency": currency},
            error_messages={"required": _("Enter the amount that came.")},
        )
        self.fields["key"].initial = str(uuid4())
        self.fields["received_on"].initial = dates.today().isoformat()
        self.order_fields(
            "name email fund instalment amount received_on method note key".split()
        )

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        if day > dates.today():
            raise forms.ValidationError(_("This day has not come yet."), "future")
        return day

    @property
    def arrival(self) -> Arrival:
        names = ("amount", "received_on", "method", "key", "note")
        return Arrival(**{name: self.cleaned_data[name] for name in names})


class ArrivalForm(MoneyForm):
    """Money with a reference of ours: for an instalment, beside it, or awaited."""

    def __init__(self, *args: Any, found: Found, **kwargs: Any) -> None:
        self.found = found
        super().__init__(*args, currency=found.currency, **kwargs)
        self.fields["amount"].initial = found.amount
        if found.pledge:
            rows = [(str(row.pk), _row(row)) for row in found.instalments]
            self.fields["instalment"] = forms.ChoiceField(
                label=_("For"),
                choices=[*rows, (BESIDE, _("a gift beside the pledge"))],
            )

    def record(self) -> Payment:
        chosen = self.cleaned_data.get("instalment", BESIDE)
        row = None if chosen == BESIDE else Instalment.objects.get(pk=chosen)
        return recording.record(self.found, self.arrival, row)


class UnannouncedForm(MoneyForm):
    """Money without any reference of ours."""

    name = forms.CharField(label=_("Name on the cheque or statement"), max_length=200)
    email = PlainEmailField(required=False)
    fund = forms.ModelChoiceField(
        Fund.objects.active(), label=_("Fund"), empty_label=None
    )

    def record(self) -> Payment:
        answers = self.cleaned_data
        return recording.record_unannounced(
            answers["name"], answers["email"], answers["fund"], self.arrival
        )


def _row(row: Instalment) -> str:
    return f"{row.due_on:%Y-%m-%d} · {row.amount} · {row.get_state_display()}"
