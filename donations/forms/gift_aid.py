"""What staff type about Gift Aid: a declaration, its end, what became of a claim."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from donations.forms.going_back import PastDay
from donations.gift_aid import VERSION, words, written
from donations.models import GiftAidDeclaration
from donations.models.gift_aid import oldest_covered
from ijm import dates
from ijm.models import SiteSettings

ABROAD = "X"  # as HMRC's schedule has it


class CancelForm(forms.Form):
    cancelled_on = PastDay(
        label=_("On"),
        help_text=_("Gifts received before this day stay declared."),
        error_messages={"required": _("Enter the day.")},
    )


class SentToHmrcForm(forms.Form):
    sent_on = PastDay(label=_("On"), error_messages={"required": _("Enter the day.")})
    hmrc_receipt = forms.CharField(
        label=_("HMRC’s receipt"), max_length=60, required=False
    )


class DeclarationForm(forms.ModelForm):
    """What a donor said on paper or aloud, as their form has it."""

    class Meta:
        model = GiftAidDeclaration
        fields = (
            "donor",
            "title",
            "first_name",
            "last_name",
            "house",
            "postcode",
            "declared_on",
            "how",
            "covers_from",
            "covers_until",
        )

    def clean_donor(self) -> Any:
        donor = self.cleaned_data["donor"]
        if donor.kind != donor.PERSON:
            hint = _("Gift Aid is for people: an organisation cannot declare.")
            raise ValidationError(hint, "organisation")
        return donor

    def clean_postcode(self) -> str:
        typed = self.cleaned_data["postcode"].strip().upper()
        postcode = typed if typed == ABROAD else written(typed)
        if not postcode:
            hint = _("Enter a postcode like SW1A 2AA, or X for a home abroad.")
            raise ValidationError(hint, "postcode")
        return postcode

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        declared, since = answers.get("declared_on"), answers.get("covers_from")
        if declared and declared > dates.today():
            self.add_error("declared_on", _("This day has not come yet."))
        if declared and since and since < oldest_covered(declared):
            self.add_error(
                "covers_from", _("A declaration reaches back four years at most.")
            )
        return answers

    def _post_clean(self) -> None:
        self.instance.words_version = VERSION
        self.instance.words = words(SiteSettings.current())
        super()._post_clean()  # type: ignore[misc]
