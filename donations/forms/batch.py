"""A batch as it is typed: its head, and rows that are kept whether right or wrong."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from donations import finding_donors
from donations.entering import Entry, Stranger
from donations.forms.amount import AmountField
from donations.forms.plain import PlainField
from donations.models import Donor, Fund, GiftBatch, Payment
from donations.recording import Found
from ijm import dates
from ijm.addresses import EmailAddressField
from ijm.models import StaffMember
from ijm.money import Money

BLANK_ROWS = 5
MOST_ROWS = 500
MOST_NAMESAKES = 8
# What makes a row: the other columns are filled in from the row above.
TYPED = ("donor", "amount", "note")
COLUMNS = ("received_on", "amount", "donor", "who", "fund", "method", "note")
NOT_OURS = _(
    "This looks like a reference, but it is none of ours. Check it, or type the name."
)
SETTLED = _("This gift was recorded on %(day)s already.")
UNKNOWN = _(
    "Nobody here is called so. For a new donor begin with +, like “+ Amara Okafor”, or "
    "“+ Amara Okafor, amara@example.org”."
)
SEVERAL = _("Several donors fit. Choose one here, or type the e-mail address.")


class BatchForm(forms.ModelForm):
    """The head: what stands on the slip around the pile."""

    class Meta:
        model = GiftBatch
        fields = ("name", "control_count")
        labels = {"control_count": _("How many gifts")}

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["control"] = AmountField(
            currency,
            label=_("What they add up to, in %(currency)s") % {"currency": currency},
            error_messages={"required": _("Add the pile up before you type it in.")},
        )
        if self.instance.pk:
            self.fields["control"].initial = self.instance.control

    @property
    def control(self) -> dict[str, Any]:
        answers = self.cleaned_data
        return {
            "name": answers["name"],
            "control_count": answers["control_count"],
            "control_minor": answers["control"].minor,
        }

    def clean_control_count(self) -> int:
        count = self.cleaned_data["control_count"]
        if not 0 < count <= MOST_ROWS:
            raise ValidationError(
                _("A pile has 1 to %(most)s gifts. Make several of a larger one."),
                params={"most": MOST_ROWS},
            )
        return count


class NewBatchForm(BatchForm):
    def begin(self, currency: str, by: StaffMember) -> GiftBatch:
        return GiftBatch.objects.create(
            currency=currency, made_by=by, changed_by=by, **self.control
        )


class RowForm(forms.Form):
    """One gift. `donor` is a reference, an address, a name, or + and a new name."""

    received_on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Enter the day.")},
    )
    donor = PlainField(
        label=_("From"), max_length=300, required_words=_("Say who gave it.")
    )
    who = forms.ChoiceField(label=_("Which of them"), required=False)
    fund = forms.ModelChoiceField(
        Fund.objects.none(), label=_("Fund"), empty_label=None
    )
    method = forms.ChoiceField(label=_("How"), choices=Payment.METHODS[:4])
    note = PlainField(
        label=_("Bank’s reference"), max_length=200, required=False, required_words=""
    )

    def __init__(self, *args: Any, batch: GiftBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = batch.currency
        self.namesakes: list[Donor] = []
        self.fields["fund"].queryset = Fund.objects.active()  # type: ignore[attr-defined]
        self.fields["amount"] = AmountField(
            batch.currency,
            label=_("Amount"),
            error_messages={"required": _("Enter the amount.")},
        )
        self.order_fields(COLUMNS)

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        if day > dates.today():
            raise ValidationError(_("This day has not come yet."), "future")
        return day

    def clean_donor(self) -> Found | Donor | Stranger:
        typed = self.cleaned_data["donor"].strip()
        if typed.startswith("+"):
            return _stranger(typed[1:])
        try:
            if found := finding_donors.by_reference(typed):
                return self._fitting(found)
        except finding_donors.NotOurs as wrong:
            raise ValidationError(NOT_OURS, "reference") from wrong
        self.namesakes = list(finding_donors.called(typed)[:MOST_NAMESAKES])
        chosen = self.data.get(self.add_prefix("who"), "")
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((str(row.pk), _told(row)) for row in self.namesakes),
        ]
        if len(self.namesakes) == 1:
            return self.namesakes[0]
        if not self.namesakes:
            raise ValidationError(UNKNOWN, "unknown")
        for row in self.namesakes:
            if str(row.pk) == chosen:
                return row
        raise ValidationError(SEVERAL, "several")

    def _fitting(self, found: Found) -> Found:
        if found.payment and found.payment.is_settled:
            raise ValidationError(SETTLED, params={"day": found.payment.received_on})
        if found.currency != self.currency:
            raise ValidationError(
                _("This promise is in %(other)s, the batch in %(currency)s."),
                params={"other": found.currency, "currency": self.currency},
            )
        return found

    @property
    def whose(self) -> str:
        """Under the field, so that a wrong person is seen before it is too late."""
        found = getattr(self, "cleaned_data", {}).get("donor")
        if isinstance(found, Stranger):
            return str(_("new: %s")) % found.name
        return str(found.donor) if isinstance(found, Found) else _told(found)

    @property
    def amount(self) -> Money | None:
        return self.cleaned_data.get("amount") if self.is_bound else None

    @property
    def entry(self) -> Entry:
        answers = self.cleaned_data
        return Entry(
            amount=answers["amount"],
            received_on=answers["received_on"],
            method=answers["method"],
            note=answers["note"],
            whose=answers["donor"],
            fund=answers["fund"],
        )


def typed_rows(data: Mapping[str, str]) -> list[dict[str, str]]:
    """What stands in the form, without the rows in which nobody typed anything."""
    rows = []
    for number in range(MOST_ROWS + BLANK_ROWS):
        if f"row-{number}-amount" not in data:
            break
        row = {name: data.get(f"row-{number}-{name}", "")[:300] for name in COLUMNS}
        if any(row[name].strip() for name in TYPED):
            rows.append({name: row[name].replace("\0", "") for name in COLUMNS})
    return rows[:MOST_ROWS]


def bound_rows(batch: GiftBatch, rows: list[dict[str, str]]) -> list[RowForm]:
    """Each looked at: what is wrong stands beside it."""
    forms = []
    for number, row in enumerate(rows):
        prefix = f"row-{number}"
        data = {f"{prefix}-{name}": value for name, value in row.items()}
        forms.append(RowForm(data, prefix=prefix, batch=batch))
        forms[-1].is_valid()
    return forms


def blank_rows(batch: GiftBatch, rows: list[dict[str, str]]) -> list[RowForm]:
    """Day, fund and way as in the row above: mostly a pile has one of each."""
    last = rows[-1] if rows else {"received_on": dates.today().isoformat()}
    initial = {k: last.get(k, "") for k in ("received_on", "fund", "method")}
    initial["fund"] = initial["fund"] or getattr(
        Fund.objects.active().first(), "pk", ""
    )
    begin, room = len(rows), max(0, MOST_ROWS - len(rows))
    return [
        RowForm(prefix=f"row-{begin + n}", batch=batch, initial=initial)
        for n in range(min(BLANK_ROWS, room))
    ]


def _stranger(typed: str) -> Stranger:
    name, _comma, address = (part.strip() for part in typed.partition(","))
    if not name or len(name) > 200:
        raise ValidationError(_("After the + comes a name."), "name")
    return Stranger(name, EmailAddressField(required=False).clean(address))


def _told(donor: Donor | None) -> str:
    if donor is None:
        return ""
    facts = (donor.display_name, donor.email, donor.postal_address.partition("\n")[0])
    return " · ".join(fact for fact in facts if fact)
