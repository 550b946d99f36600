"""What is asked when a consent is handed in, verified, refused or withdrawn."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ijm.dates import today
from stories import signed_form
from stories.models import Consent, Enclosure
from stories.models.agreed import Channel, Ended, Identifies

WIDE = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
LINE = forms.TextInput(attrs={"class": "vTextField"})
NO_NAME = _("Kept in the history. Do not write whose it is.")


class HandInForm(forms.ModelForm):
    file = forms.FileField(
        label=_("Signed form"),
        help_text=_(
            "A PDF, or a photo or scan of the paper, at most 10 MB. It is encrypted; "
            "only Safeguarding can open it."
        ),
        widget=forms.FileInput(
            attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp,.heic"}
        ),
    )
    channels = forms.MultipleChoiceField(
        label=_("May be shown in"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    identifiers = forms.MultipleChoiceField(
        label=_("May be recognised by"),
        choices=Identifies.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    signed: signed_form.SignedForm

    class Meta:
        model = Consent
        fields = (
            "subject",
            "amends",
            "age",
            "guardian",
            "turns_18_on",
            "language",
            "explained_by",
            "recorded",
            "channels",
            "identifiers",
            "photos",
            "enclosures",
            "given_on",
            "expires_on",
            "note",
        )
        widgets = {  # noqa: RUF012
            "guardian": LINE,
            "note": WIDE,
            "enclosures": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        enclosures: Any = self.fields["enclosures"]
        enclosures.queryset = Enclosure.objects.present().of_people()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.signed = signed_form.received(file)
        except signed_form.NotAForm as refused:
            raise forms.ValidationError(str(refused.message), code="form") from refused
        return file

    def clean_given_on(self) -> date:
        given_on = self.cleaned_data["given_on"]
        if given_on > today():
            raise forms.ValidationError(
                _("This day is still to come. Write the day the form was signed."),
                code="future",
            )
        return given_on

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        amends, subject = cleaned.get("amends"), cleaned.get("subject")
        if amends and subject and amends.subject_id != subject.pk:
            self.add_error("amends", _("That consent is of somebody else."))
        return cleaned


class VerificationForm(forms.Form):
    risk = forms.CharField(
        label=_("Risk assessment"),
        max_length=5000,
        widget=WIDE,
        help_text=_(
            "What could happen to them or theirs if this is seen, and why it may be "
            "shown all the same. Kept encrypted."
        ),
    )
    risk_assessed_on = forms.DateField(
        label=_("Assessed on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    seen = forms.BooleanField(
        label=_("I have read the signed form, and it says what stands here.")
    )

    def clean_risk_assessed_on(self) -> date:
        day = self.cleaned_data["risk_assessed_on"]
        if day > today():
            raise forms.ValidationError(_("This day is still to come."), code="future")
        return day

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        cleaned.pop("seen", None)
        return cleaned


class RefusalForm(forms.Form):
    why = forms.CharField(
        label=_("What is wrong with it"),
        max_length=300,
        widget=LINE,
        help_text=_("For whoever handed it in. Do not write whose it is."),
    )


class WithdrawalForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(each, each.label) for each in (Ended.ASKED, Ended.DANGER)],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("What should be remembered"),
        required=False,
        max_length=300,
        widget=LINE,
        help_text=NO_NAME,
    )
