"""Taking a photo in, and its words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stories import imaging
from stories.doubles import Double, double_of
from stories.models import Photo

WORDS = (
    "title",
    "alt",
    "decorative",
    "caption",
    "credit",
    "kind",
    "recognisable",
    "release",
    "to_look_at",
)
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/heic,.heic,.heif"


class PhotoForm(forms.ModelForm):
    """A new photo needs a file; the rest may be said later."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JPEG, PNG, WebP, AVIF or HEIC, at most 30 MB. Where and with what it was "
            "taken is removed; the file you send is not kept."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    # Asked for only where the picture is here already.
    anyway = forms.BooleanField(
        label=_("Take it in all the same (choose the file again)"),
        required=False,
        widget=forms.HiddenInput,
    )
    person: Any = None
    picture: Any = None
    double: Double | None = None
    field_order = ("file", "anyway", *WORDS)

    class Meta:
        model = Photo
        fields = WORDS

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.picture = imaging.receive(file, file.size)
        except imaging.NotAPhoto as refused:
            raise forms.ValidationError(str(refused.message), code="photo") from refused
        return file

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.picture:
            self._ask_about(double_of(self.picture))
        return cleaned

    def _ask_about(self, double: Double | None) -> None:
        if double is None:
            return
        if refusal := double.refusal(self.person):
            self.add_error("file", forms.ValidationError(refusal, code="withdrawn"))
        elif double.is_worth_asking and not self.cleaned_data.get("anyway"):
            self.double = double
            self.fields["anyway"].widget = forms.CheckboxInput()
            self.add_error(
                "file", forms.ValidationError(double.sentence, code="double")
            )


class PhotoWordsForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = (*WORDS, "focal_x", "focal_y")
