"""Public forms: they translate what was typed into an enquiry or a choice."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ijm.addresses import EmailAddressField
from newsletter import countries
from newsletter.enquiring import ask_to_join, without_area, words_shown
from newsletter.models import Enquiry, Interest
from newsletter.occasion import Occasion

NO_NULL = {
    "null_characters_not_allowed": _(
        "Something that is no letter slipped in. Type it again rather than paste it."
    )
}
POSTCODE = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,10}\Z")
# What one field at the foot of a page stands for: all that asks for no area.
FOOTER = "footer"


class InterestBoxes(forms.CheckboxSelectMultiple):
    """Tick boxes that say beside each what will come, and how often."""

    promises: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kw: Any) -> Any:
        option = super().create_option(name, value, *args, **kw)
        return {**option, "hint": self.promises.get(str(value), "")}


class InterestsField(forms.MultipleChoiceField):
    widget = InterestBoxes

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("What may we write to you about?"),
            error_messages={
                "required": _("Choose at least one thing to hear about."),
                "invalid_choice": _("Choose from the list."),
            },
            **kwargs,
        )


class AreaForm(forms.Form):
    """Interests, and an area only where an interest depends on it."""

    use_required_attribute = False

    interests = InterestsField()
    country = forms.ChoiceField(
        label=_("Country"),
        error_messages={
            "required": _(
                "Choose your country, so that we know which events are near you."
            ),
            "invalid_choice": _("Choose a country from the list."),
        },
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        required=False,
        max_length=40,
        error_messages=NO_NULL,
        widget=forms.TextInput(
            attrs={"autocomplete": "postal-code", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = list(Interest.objects.all())
        boxes: Any = self.fields["interests"]
        boxes.choices = [(each.slug, each.name) for each in self.known]
        boxes.widget.promises = {each.slug: each.promise for each in self.known}
        country: Any = self.fields["country"]
        country.choices = [("", _("Choose a country")), *countries.choices()]
        country.widget.attrs["autocomplete"] = "country"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self._wants_an_area(cleaned.get("interests", [])):
            self._drop_area()
        return self.cleaned_data

    def _wants_an_area(self, slugs: list[str]) -> bool:
        return any(each.needs_area and each.slug in slugs for each in self.known)

    def _drop_area(self) -> None:
        """Not wanted, so neither judged nor kept."""
        for name in ("country", "postcode"):
            self.cleaned_data[name] = ""
            self.errors.pop(name, None)

    def clean_postcode(self) -> str:
        postcode = " ".join(self.cleaned_data["postcode"].upper().split())
        if postcode and not POSTCODE.match(postcode):
            raise ValidationError(
                _("Enter a postcode of letters and digits, like 2000, or leave it out.")
            )
        return postcode


class SignUpForm(AreaForm):
    email = EmailAddressField(
        label=_("Email address"), max_length=1000, error_messages=NO_NULL
    )
    field_order = ("email", "interests", "country", "postcode")

    def clean(self) -> dict[str, Any]:
        if self.data.get("form") == FOOTER and "interests" in self.errors:
            self.errors.pop("interests")
            self.cleaned_data["interests"] = without_area()
        return super().clean()

    def enquire(self, occasion: Occasion) -> None:
        """One row, whoever the address belongs to."""
        language = get_language() or ""
        shown = str(self.data.get("consent_text", ""))
        ask_to_join(
            self.cleaned_data["email"],
            self.cleaned_data["interests"],
            occasion,
            words=words_shown(shown, occasion.at, language),
            language=language,
            country=self.cleaned_data["country"],
            postcode=self.cleaned_data["postcode"],
        )


class LostLinkForm(forms.Form):
    use_required_attribute = False

    email = EmailAddressField(
        label=_("Email address"), max_length=1000, error_messages=NO_NULL
    )

    def enquire(self, occasion: Occasion) -> None:
        Enquiry.objects.create(
            kind=Enquiry.LOST_LINK,
            address=self.cleaned_data["email"],
            language=get_language() or "",
            form=occasion.form,
            network=occasion.network,
            asked_at=occasion.at,
        )
