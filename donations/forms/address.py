"""What donors, visitors and staff type when an e-mail address changes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donations import recording
from donations.forms.desk import ReasonForm
from donations.forms.plain import PlainEmailField, PlainField
from donations.models import Donor
from donations.reference import ReferenceNotUnderstood


class NewAddressForm(forms.Form):
    use_required_attribute = False

    email = PlainEmailField(
        label=_("New email address"),
        help_text=_("A letter with a link goes there, and a notice to the old one."),
    )


class LostAddressForm(forms.Form):
    """From somebody who cannot sign in. We know nothing of them."""

    use_required_attribute = False

    old = PlainEmailField(label=_("The address you gave with"))
    new = PlainEmailField(label=_("Where we may write to you now"))
    told = PlainField(
        label=_("How we can tell that it is you"),
        help_text=_("A reference, or the day and amount of two gifts."),
        required_words=_("Tell us a reference, or the day and amount of two gifts."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NewAddressAndReason(NewAddressForm, ReasonForm):
    field_order = ("email", "reason")


class WhoseForm(ReasonForm):
    """Whose it is: by a reference of theirs, or by the address we know."""

    whose = forms.CharField(
        label=_("Reference of a gift or pledge, or the address we know"),
        max_length=254,
        error_messages={"required": _("Enter a reference, or the address we know.")},
    )
    field_order = ("whose", "reason")

    def clean_whose(self) -> Donor:
        typed = self.cleaned_data["whose"].strip()
        found = _by_address(typed) if "@" in typed else _by_reference(typed)
        if found is None:
            raise forms.ValidationError(_("We know nobody by this."), "unknown")
        return found


def _by_address(typed: str) -> Donor | None:
    found = Donor.objects.to_write_to(typed)
    return (found.merged_into or found) if found else None


def _by_reference(typed: str) -> Donor | None:
    try:
        donor: Any = recording.find(typed).donor
    except (ReferenceNotUnderstood, recording.NothingFound):
        return None
    standing = donor.merged_into or donor
    return None if standing.is_forgotten else standing
