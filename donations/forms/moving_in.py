"""What staff say of an old system's file: what it holds, and how it is written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.bank.line import NotAStatement
from donations.bank.reading import MOST_BYTES
from donations.models import Fund, GivingImport
from donations.moving_in import taking_in
from donations.moving_in.columns import DAY_FORMS, FIELDS, REQUIRED, guessed
from ijm.models import SiteSettings, StaffMember

DECIMALS = {"": "–", ".": _("a point: 1,250.50"), ",": _("a comma: 1.250,50")}


class GivingFileForm(forms.ModelForm):
    by: StaffMember
    received: GivingImport
    file = forms.FileField(
        label=_("File"),
        help_text=_("A CSV export: GiveWP’s, or any table with a line of headings."),
    )

    class Meta:
        model = GivingImport
        fields = ("kind", "source")

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if self.errors:
            return answers
        sent = answers["file"]
        try:
            self.received = taking_in.receive(
                sent.read(MOST_BYTES + 1),
                sent.name,
                self.by,
                kind=answers["kind"],
                source=answers["source"],
            )
        except NotAStatement as wrong:
            self.add_error("file", str(wrong.message))
        except taking_in.TooLong:
            words = _("This file has more than %s lines. Cut it in parts.")
            self.add_error("file", str(words) % f"{taking_in.MOST_LINES:,}")
        except taking_in.HoldsCards as found:
            words = _(
                "Line %(line)s has the number of a card under “%(heading)s”. We must "
                "not keep such numbers: nothing of the file was kept. Take that column "
                "out, delete the file where it lay, and send it again."
            )
            told = {"line": found.line, "heading": found.heading[:40]}
            self.add_error("file", str(words) % told)
        return answers


class MappingForm(forms.Form):
    """Names of columns are guessed, days and sums never: 1/2 is two days."""

    def __init__(self, data: Any, moving: GivingImport) -> None:
        super().__init__(data)
        self.moving = moving
        said = moving.columns or guessed(moving.kind, moving.headings)
        choices = [("", "–"), *((each, each) for each in moving.headings)]
        for field, label in FIELDS[moving.kind].items():
            self.fields[field] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=field in REQUIRED[moving.kind],
                initial=said.get(field, ""),
                error_messages={"required": _("Say which column that is.")},
            )
        if moving.kind in (GivingImport.Kind.GIFTS, GivingImport.Kind.PLEDGES):
            self._ask_how_it_is_written(said)
        if moving.kind == GivingImport.Kind.CARDS:
            self._ask_from_when_on(said)

    def _ask_from_when_on(self, said: dict[str, str]) -> None:
        self.fields["cut_over"] = forms.DateField(
            label=_("Gifts are taken from here from"),
            initial=said.get("cut_over", ""),
            widget=forms.DateInput(attrs={"type": "date"}),
            help_text=_(
                "Cancel the old subscriptions before it. Nothing is taken while one of "
                "them still runs."
            ),
            error_messages={"required": _("Choose the day.")},
        )

    def _ask_how_it_is_written(self, said: dict[str, str]) -> None:
        self.fields["day_form"] = forms.ChoiceField(
            label=_("A day is written like"),
            choices=[("", "–"), *DAY_FORMS.items()],
            initial=said.get("day_form", ""),
            error_messages={"required": _("Look at the file and choose.")},
        )
        self.fields["decimal"] = forms.ChoiceField(
            label=_("Cents stand after"),
            choices=[
                ("", "–"),
                (".", _("a point: 1,250.50")),
                (",", _("a comma: 1.250,50")),
            ],
            initial=said.get("decimal", ""),
            error_messages={"required": _("Look at the file and choose.")},
        )
        self.fields["money"] = forms.CharField(
            label=_("Currency, where the file names none"),
            max_length=3,
            min_length=3,
            initial=self.moving.currency or SiteSettings.current().currency,
        )
        self.fields["fund"] = forms.ModelChoiceField(
            Fund.objects.all(),
            label=_("Fund of all of it"),
            initial=self.moving.fund or Fund.objects.active().first(),
            empty_label=None,
        )

    def save(self) -> GivingImport:
        answers, moving = self.cleaned_data, self.moving
        moving.currency = answers.pop("money", "").upper()
        moving.fund = answers.pop("fund", None)
        moving.columns = {field: str(said) for field, said in answers.items() if said}
        taking_in.look(moving)
        return moving

    def keep_what_was_said(self) -> None:
        """Not all of it was right yet; nobody chooses the rest again."""
        if self.moving.state == GivingImport.State.ASKING:
            said = {
                field: self.data.get(field, "")
                for field in self.fields
                if field not in ("money", "fund")
            }
            self.moving.change(columns={k: v[:200] for k, v in said.items() if v})
