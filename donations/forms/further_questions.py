"""What few givers need and some want much: folded away, and nothing of it ticked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from donations import gift_aid
from donations.forms.plain import PlainField
from donations.models import Dedication
from donations.models.dedication import LONGEST_MESSAGE
from ijm.models import SiteSettings

HOW = _("Choose “in honour of” or “in memory of”.")
GIFT_AID = "title first_name last_name house postcode".split()


def _text(label: Any, most: int, autocomplete: str = "off", **more: Any) -> PlainField:
    attrs = {"autocomplete": autocomplete, "spellcheck": "false"}
    return PlainField(
        label=label,
        required=False,
        required_words="",
        max_length=most,
        widget=forms.TextInput(attrs=attrs),
        **more,
    )


class FurtherQuestions(forms.Form):
    organisation = _text(
        _("Name of the organisation"),
        200,
        "organization",
        help_text=_("The gift is in its name. We write to you as its contact person."),
    )
    tribute = forms.ChoiceField(
        label=_("This gift is"),
        choices=[("", _("not dedicated to anybody")), *Dedication.KINDS],
        required=False,
        error_messages={"invalid_choice": HOW},
    )
    tribute_to = _text(_("Their name"), 200)
    tribute_words = PlainField(
        label=_("A few words"),
        help_text=_("You, and our staff, will read them. Nobody else."),
        required=False,
        required_words="",
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    anonymous = forms.BooleanField(
        label=_("Do not name me in public"),
        help_text=_("Our staff still see your name, for your receipt."),
        required=False,
    )
    gift_aid = forms.BooleanField(required=False)
    title = _text(_("Title"), 4, "honorific-prefix")
    first_name = _text(_("First name"), 35, "given-name")
    last_name = _text(_("Last name"), 35, "family-name")
    house = _text(
        _("House name or number"),
        40,
        "address-line1",
        help_text=_("Where you live; not an office."),
    )
    postcode = _text(_("Postcode"), 10, "postal-code")

    def offer_gift_aid(self) -> None:
        if not gift_aid.is_offered():
            for name in ("gift_aid", *GIFT_AID):
                del self.fields[name]
            return
        self.fields["gift_aid"].label = gift_aid.words(SiteSettings.current())
        for name in GIFT_AID[1:]:
            # Asked of those who tick the box, and of them not optional.
            self.fields[name].required = not self.is_bound

    @property
    def unfolds(self) -> dict[str, bool]:
        """The folds that somebody has written in, or must put right."""
        folds = {
            "tribute": ("tribute", "tribute_to", "tribute_words"),
            "organisation": ("organisation",),
        }
        return {
            fold: any(self[name].value() or name in self.errors for name in names)
            for fold, names in folds.items()
        }

    def check_further(self, answers: Mapping[str, Any]) -> None:
        kind, name = answers.get("tribute"), answers.get("tribute_to")
        if kind and not name and "tribute_to" not in self.errors:
            self.add_error("tribute_to", _("Enter the name of the person."))
        if (name or answers.get("tribute_words")) and not kind:
            if "tribute" not in self.errors:
                self.add_error("tribute", HOW)
        if answers.get("gift_aid"):
            self._check_gift_aid(answers)
        for name in set(GIFT_AID[1:]) & set(self.fields):
            self.fields[name].required = True  # so they are printed again

    def further(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of an Intention."""
        aided = bool(answers.get("gift_aid"))
        found: dict[str, Any] = {
            "organisation": answers.get("organisation", ""),
            "anonymous": answers.get("anonymous", False),
            "tribute": answers.get("tribute", ""),
            "tribute_to": answers.get("tribute_to", ""),
            "tribute_words": answers.get("tribute_words", ""),
            "gift_aid": gift_aid.VERSION if aided else "",
        }
        if aided:
            found |= {name: answers[name] for name in GIFT_AID}
            found["postcode"] = gift_aid.written(answers["postcode"])
        return found

    def _check_gift_aid(self, answers: Mapping[str, Any]) -> None:
        needed = {
            "first_name": _("Enter your first name, or its first letter."),
            "last_name": _("Enter your last name."),
            "house": _("Enter the name or number of your house."),
            "postcode": _("Enter your postcode, like SW1A 2AA."),
        }
        for name, sentence in needed.items():
            if not answers.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if answers.get("postcode") and not gift_aid.written(answers["postcode"]):
            self.add_error("postcode", needed["postcode"])
        if answers.get("organisation"):
            self.add_error(
                "gift_aid",
                _("Gift Aid is for people. Untick it, or give in your own name."),
            )
