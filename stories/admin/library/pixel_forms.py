"""What is asked before a photo's pixels change, or it goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stories import imaging
from stories.admin.kept_words import KeptWords
from stories.admin.library.forms import ACCEPTED
from stories.covering import Box, WrongBoxes, boxes_in
from stories.doubles import double_of
from stories.models import Photo

OTHER_BY_NOW = _(
    "Somebody put another picture in its place since you opened this page. Look at it "
    "as it is below, and say again what is to be done."
)


class WhyForm(forms.Form):
    why = KeptWords(
        label=_("Why"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Kept for good, with your name and the time. Name nobody in it."),
    )


class PixelsForm(WhyForm):
    """Speaks of one picture, and of no other that may have come into its place."""

    look = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, photo: Photo, person: Any, data: Any = None, files: Any = None
    ) -> None:
        self.photo, self.person = photo, person
        super().__init__(data, files, initial={"look": photo.look})

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("look") != self.photo.look:
            # The page that answers shows the picture of now, and so speaks of it.
            self.data = {**self.data, "look": self.photo.look}
            raise forms.ValidationError(OTHER_BY_NOW, code="other_by_now")
        return cleaned


class ReplacementForm(PixelsForm):
    file = forms.FileField(
        label=_("The picture to put in its place"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_(
            "JPEG, PNG, WebP, AVIF or HEIC, at most 30 MB. Where and with what it was "
            "taken is removed; the file you send is not kept."
        ),
    )
    still_true = forms.BooleanField(
        label=_("The photo’s words are true of this picture as well"),
        help_text=_(
            "What it shows, its credit, its kind, and who can be recognised. If not, "
            "send it as a new photo."
        ),
    )
    field_order = ("file", "still_true", "why")
    picture: Any = None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.picture = imaging.receive(file, file.size)
        except imaging.NotAPhoto as refused:
            raise forms.ValidationError(str(refused.message), code="photo") from refused
        double = double_of(self.picture)
        if double and (refusal := double.refusal(self.person)):
            raise forms.ValidationError(refusal, code="withdrawn")
        return file


class RedactionForm(PixelsForm):
    boxes = forms.CharField(
        label=_("What to cover"),
        strip=False,
        max_length=4_000,
        widget=forms.Textarea(
            attrs={"rows": 5, "cols": 32, "spellcheck": "false", "dir": "ltr"}
        ),
        help_text=_(
            "One box a line, in per cent of the picture: from the left, from the top, "
            "wide, high. For example: 10 20 30 15. Each is filled with black."
        ),
    )
    field_order = ("boxes", "why")

    def clean_boxes(self) -> tuple[Box, ...]:
        try:
            return boxes_in(self.cleaned_data["boxes"])
        except WrongBoxes as wrong:
            raise forms.ValidationError(wrong.sentence, code="boxes") from wrong
