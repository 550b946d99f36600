"""Which months a report is to be about; what is not understood is the usual."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.reports.period import Period, name_of
from ijm.dates import add_months_clamped, month_start

MONTHS_BACK = 84
COUNTS = {12: _("12 months"), 24: _("24 months"), 60: _("5 years")}


class PeriodForm(forms.Form):
    over = forms.TypedChoiceField(label=_("Over"), choices=COUNTS.items(), coerce=int)
    until = forms.ChoiceField(label=_("until"))

    def __init__(self, data: Any, today: date) -> None:
        self.today = today
        this = month_start(today)
        months = [add_months_clamped(this, -n, 1) for n in range(MONTHS_BACK)]
        usual = {"over": "12", "until": f"{this:%Y-%m}"}
        super().__init__({**usual, **{k: data[k] for k in usual if k in data}})
        self.fields["until"].choices = [  # type: ignore[attr-defined]
            (f"{month:%Y-%m}", name_of(month)) for month in months
        ]

    @property
    def period(self) -> Period:
        if not self.is_valid():
            return Period(month_start(self.today), 12, self.today)
        until = date.fromisoformat(f"{self.cleaned_data['until']}-01")
        return Period(until, self.cleaned_data["over"], self.today)
