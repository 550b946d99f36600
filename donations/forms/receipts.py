"""What staff type about tax documents: a number, a year, the rules."""

import re
from io import BytesIO
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from donations.forms.going_back import WhyForm
from donations.models import ReceiptRules
from donations.models.receipt import LETTER_OF
from donations.receipts.issuer import PROFILES
from ijm import dates

NUMBER = re.compile(r"(?:([A-Z]{2})-?([RS])-?)?0*(\d{1,12})\Z")
# What Pillow raises over a picture that is broken, by its kind.
UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)
LARGEST_FILE, MOST_PIXELS, WIDEST = 500_000, 4_000_000, 600
DARK = 160  # what is lighter than that is paper


class NumberNotUnderstood(ValueError):
    """Not the number of a document."""


def read_number(typed: str) -> dict[str, Any]:
    """AU-S-000012, or 12 alone, as columns of a receipt."""
    found = NUMBER.match("".join(typed.split()).upper())
    if not found:
        raise NumberNotUnderstood(typed)
    country, letter, digits = found.groups()
    if not country:
        return {"serial": int(digits)}
    kind = next(kind for kind, each in LETTER_OF.items() if each == letter)
    return {"country": country, "kind": kind, "serial": int(digits)}


class PlainForm(forms.Form):
    """Nothing to say but yes."""

    @classmethod
    def plain(cls, row: Any, data: Any) -> forms.Form:
        return cls(data)

    @classmethod
    def why(cls, row: Any, data: Any) -> forms.Form:
        form = WhyForm(data)
        form.fields["reason"].help_text = _(
            "First change the donor’s name or address on their page. The new document "
            "has what stands there now, and names the number that it replaces."
        )
        return form


class YearForm(forms.Form):
    """Which tax year: those that are over, newest first."""

    year = forms.TypedChoiceField(label=_("Tax year"), coerce=int)
    mails = forms.BooleanField(
        label=_("Tell donors by e-mail"), required=False, initial=True
    )

    def __init__(self, country: str, data: Any = None) -> None:
        super().__init__(data)
        profile, today = PROFILES[country], dates.today()
        last = profile.year_of(today) - 1
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (year, profile.year_words(year)) for year in range(last, last - 7, -1)
        ]


class ReceiptRulesForm(forms.ModelForm):
    picture = forms.FileField(
        label=_("Picture of the signature"),
        required=False,
        help_text=_("Dark ink on white, PNG or JPEG. Canada asks for it."),
    )

    class Meta:
        model = ReceiptRules
        fields = (
            "country",
            "registration",
            "singles",
            "singles_from",
            "place",
            "signatory",
            "signatory_role",
            "hmrc_reference",
        )

    def clean_picture(self) -> Any:
        sent = self.cleaned_data["picture"]
        if sent:
            self.instance.signature = as_signature(sent)
        return sent


def as_signature(sent: Any) -> bytes:
    """The strokes alone, made anew: the bytes received are never kept."""
    if sent.size > LARGEST_FILE:
        raise ValidationError(_("Send a picture smaller than 500 KB."), "large")
    try:
        with Image.open(sent, formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(_("Send a picture with fewer pixels."), "large")
            image.thumbnail((WIDEST, WIDEST // 3))
            flat = Image.new("RGB", image.size, "white")
            flat.paste(image, mask=image.convert("RGBA").getchannel("A"))
    except (*UNREADABLE, Image.DecompressionBombError) as wrong:
        words = _("This is not a picture that we can read: send a PNG or JPEG.")
        raise ValidationError(words, "unreadable") from wrong
    paper = flat.convert("L").point(lambda light: 0 if light > DARK else 255 - light)
    ink = Image.new("LA", flat.size, (0, 0))
    ink.putalpha(paper)
    kept = BytesIO()
    ink.save(kept, "PNG", optimize=True)
    return kept.getvalue()
