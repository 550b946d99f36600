"""What staff say of a statement: whose account, which column is which, whose money."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from donations import recording
from donations.bank import matching, suggesting, taking_in
from donations.bank.line import NotAStatement
from donations.bank.reading import MOST_BYTES
from donations.bank.table import DATE_FORMS, Columns
from donations.forms.plain import PlainEmailField
from donations.models import (
    BankFile,
    BankLine,
    Donor,
    Fund,
    Instalment,
    Payment,
    Pledge,
)
from donations.recording import Found, NothingFound
from donations.reference import ReferenceNotUnderstood
from ijm.models import StaffMember

OTHER, STRANGER = "other", "stranger"


class BankFileForm(forms.ModelForm):
    by: StaffMember
    received: BankFile
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, CAMT.053 or OFX, as your bank exports it."),
    )

    class Meta:
        model = BankFile
        fields = ("account",)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not self.errors:
            sent = answers["file"]
            try:
                content = sent.read(MOST_BYTES + 1)
                self.received = taking_in.receive(
                    answers["account"], sent.name, content, self.by
                )
            except NotAStatement as wrong:
                self.add_error("file", str(wrong.message))
        return answers


class ColumnsForm(forms.Form):
    """Which column of a CSV file is which; kept with the account."""

    SINGLES = {
        "amount": _("Amount, with a sign for what left"),
        "paid_in": _("Paid in, if it has a column of its own"),
        "paid_out": _("Paid out, if it has a column of its own"),
        "name": _("Name of who paid"),
        "bank_ref": _("The bank’s number of the line"),
        "balance": _("Balance: shows whether a line is missing"),
    }

    def __init__(self, headings: list[str], known: Columns | None, data: Any) -> None:
        super().__init__(data, initial=known.stored if known else None)
        choices = [(each, each) for each in headings]
        optional = [("", "–"), *choices]
        self.fields["day"] = forms.ChoiceField(label=_("Day"), choices=optional)
        self.fields["day_form"] = forms.ChoiceField(
            label=_("The last of January 2026 stands there as"),
            choices=list(DATE_FORMS.items()),
        )
        self.fields["decimal"] = forms.ChoiceField(
            label=_("Cents stand after"),
            choices=[(".", _("a point: 1,234.50")), (",", _("a comma: 1.234,50"))],
        )
        for name, label in self.SINGLES.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=optional, required=False
            )
        self.fields["texts"] = forms.MultipleChoiceField(
            label=_("Text and reference"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.order_fields(("day", "day_form", "amount", "paid_in", "paid_out"))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        both = answers.get("paid_in") and answers.get("paid_out")
        if not answers.get("amount") and not both:
            self.add_error("amount", _("Say where the amounts are."))
        return answers

    @property
    def columns(self) -> Columns:
        return Columns(**self.cleaned_data)


class MatchForm(forms.Form):
    """Suggestions first; else another reference, or somebody new."""

    def __init__(self, line: BankLine, data: Any) -> None:
        super().__init__(data)
        self.line = line
        offered = suggesting.suggestions(line)
        more = [
            (OTHER, _("Another reference, typed below")),
            (STRANGER, _("Somebody who is not known here yet, named below")),
        ]
        self.fields["what"] = forms.ChoiceField(
            label=_("It is"),
            choices=[*offered, *more],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what this money is.")},
        )
        self.fields["reference"] = forms.CharField(
            label=_("Reference"), max_length=40, required=False
        )
        self.fields["name"] = forms.CharField(
            label=_("Name"), max_length=200, required=False, initial=line.name
        )
        self.fields["email"] = PlainEmailField(required=False)
        self.fields["fund"] = forms.ModelChoiceField(
            Fund.objects.active(),
            label=_("Fund, where nothing was promised"),
            empty_label=None,
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if answers.get("what") == OTHER:
            try:
                self.found = recording.find(answers.get("reference", ""))
            except ReferenceNotUnderstood as wrong:
                self.add_error("reference", str(wrong.message))
            except NothingFound:
                words = _("The reference is well written, but nobody was given it.")
                self.add_error("reference", words)
        if answers.get("what") == STRANGER and not answers.get("name"):
            self.add_error("name", _("Enter a name for the books."))
        return answers

    def match(self, by: StaffMember) -> None:
        answers, line = self.cleaned_data, self.line
        what, _colon, key = answers["what"].partition(":")
        if what == STRANGER:
            matching.match_stranger(
                line, answers["name"], answers["email"], answers["fund"], by
            )
        elif what == OTHER:
            near = matching.nearest_unpaid(line.booked_on, self.found)
            matching.match_promised(line, self.found, near, by)
        elif what == "donor":
            donor = Donor.objects.get(pk=UUID(key))
            matching.match_donor(line, donor, answers["fund"], by)
        elif what == "recorded":
            matching.link(line, Payment.objects.get(pk=UUID(key)), by)
        else:
            found, instalment = _promised(what, key)
            matching.match_promised(line, found, instalment, by)


def _promised(what: str, key: str) -> tuple[Found, Instalment | None]:
    if what == "gift":
        return Found(payment=Payment.objects.get(pk=UUID(key))), None
    if what == "pledge":
        return Found(pledge=Pledge.objects.get(pk=UUID(key))), None
    row = Instalment.objects.select_related("pledge").get(pk=key)
    return Found(pledge=row.pledge), row
