"""What a donor types in the portal."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donations.bounds import Bounds
from donations.forms.amount import AmountField, ChoicesWithHints
from donations.forms.plain import PlainEmailField, PlainField
from donations.models import Donor, Pledge
from donations.models.giving_option import MONTHLY
from donations.models.pausing import LONGEST_PAUSE_MONTHS
from ijm.contributions import Wish
from ijm.dates import add_months_clamped


class AskForm(forms.Form):
    use_required_attribute = False

    email = PlainEmailField(
        label=_("Email address"), help_text=_("The one you gave with your gift.")
    )


class CodeForm(forms.Form):
    use_required_attribute = False

    email = PlainEmailField(widget=forms.HiddenInput)
    code = PlainField(
        label=_("Code from the letter"),
        help_text=_("Six digits"),
        required_words=_("Enter the six digits from the letter."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
    )

    def clean_code(self) -> str:
        digits = "".join(self.cleaned_data["code"].split()).replace("-", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
            raise forms.ValidationError(_("Enter the six digits from the letter."))
        return digits


class AmountForm(forms.Form):
    """A new amount for a pledge; its bounds are those of giving."""

    use_required_attribute = False

    def __init__(self, *args: Any, pledge: Pledge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currency = pledge.currency
        self.fields["amount"] = AmountField(
            currency,
            Bounds.of(MONTHLY, currency),
            label=_("New amount, in %(currency)s") % {"currency": currency},
            initial=pledge.amount,
            error_messages={"required": _("Enter an amount.")},
        )


class DayForm(forms.Form):
    use_required_attribute = False

    day = forms.TypedChoiceField(
        label=_("New day of the month"),
        help_text=_("The 31st means the last day of shorter months."),
        choices=[(day, str(day)) for day in range(1, 32)],
        coerce=int,
        error_messages={
            "required": _("Choose a day from 1 to 31."),
            "invalid_choice": _("Choose a day from 1 to 31."),
        },
    )


class PauseForm(forms.Form):
    use_required_attribute = False

    months = forms.TypedChoiceField(
        label=_("Pause for"),
        choices=[
            (1, _("1 month")),
            (2, _("2 months")),
            (3, _("3 months")),
            (6, _("6 months")),
            (LONGEST_PAUSE_MONTHS, _("12 months")),
        ],
        coerce=int,
        error_messages={
            "required": _("Choose how long to pause."),
            "invalid_choice": _("Choose how long to pause."),
        },
    )

    def until(self, today: date) -> date:
        return add_months_clamped(today, self.cleaned_data["months"], today.day)


class WishesForm(forms.Form):
    """What mail an address gets; a slug that was not offered is refused."""

    use_required_attribute = False

    def __init__(self, *args: Any, offered: Sequence[Wish], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boxes = ChoicesWithHints()
        boxes.hints = {wish.slug: wish.hint for wish in offered}
        self.fields["wishes"] = forms.MultipleChoiceField(
            label=_("What you would like to get"),
            choices=[(wish.slug, wish.title) for wish in offered],
            initial=[wish.slug for wish in offered if wish.on],
            required=False,
            widget=boxes,
        )


class ErasureForm(forms.Form):
    use_required_attribute = False

    sure = forms.BooleanField(
        label=_("Erase my data. I understand that this cannot be undone."),
        error_messages={
            "required": _("Tick the box if you want your data erased for good.")
        },
    )


class DetailsForm(forms.ModelForm):
    use_required_attribute = False

    display_name = PlainField(
        label=_("Full name"),
        required_words=_("Enter your full name."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    postal_address = PlainField(
        label=_("Postal address"),
        help_text=_("Printed on tax statements where the law asks for it."),
        required_words="",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"autocomplete": "street-address", "rows": 4}),
    )

    contact_name = PlainField(
        label=_("Contact person"),
        help_text=_("Whom our letters greet."),
        required_words="",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )

    class Meta:
        model = Donor
        fields = ("display_name", "contact_name", "postal_address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["display_name"]
        if self.instance.kind == Donor.ORGANISATION:
            name.label = _("Name of the organisation")
            name.widget.attrs["autocomplete"] = "organization"
        else:
            del self.fields["contact_name"]
