"""Taking in a document or a recording, and its words."""

import re
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from stories import enclosing, mp3, pdf
from stories.hosts import Hosted
from stories.models import Document, Enclosure, Recording
from stories.models.agreed import Identifies

PEOPLE = ("recognisable", "release", "subjects", "known_by")
OF_A_DOCUMENT = ("title", "about", "credit", *PEOPLE)
OF_A_RECORDING = (*OF_A_DOCUMENT, "poster", "transcript")
LASTS = re.compile(r"(\d{1,3}):([0-5]\d)", re.ASCII)
Refused = (pdf.NotCleanable, mp3.NotSound)


class PeopleForm(forms.ModelForm):
    """Who is in it: typed, never defaulted."""

    known_by = forms.MultipleChoiceField(
        label=capfirst(Enclosure._meta.get_field("known_by").verbose_name),
        choices=Identifies.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of somebody from a case: all by which others would know them."),
    )


class DocumentForm(PeopleForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A PDF, at most 15 MB. Names of authors, notes, attached files and scripts "
            "are removed; the file you send is not kept. A black box drawn over words "
            "does not remove them: take the words out. Its words are not looked "
            "through for protected names: read it for them before you send it."
        ),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    clean_bytes = b""
    field_order = ("file", *OF_A_DOCUMENT)

    class Meta:
        model = Document
        fields = OF_A_DOCUMENT

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        self.instance.kind = Document.Kind.DOCUMENT
        self.instance.title = cleaned.get("title", "")
        if file := cleaned.get("file"):
            try:
                self.clean_bytes = enclosing.clean_document(self.instance, file)
            except Refused as refused:
                self.add_error("file", str(refused.message))
        return cleaned


class RecordingForm(PeopleForm):
    """Sound in a file of our own, or the address of a video."""

    file = forms.FileField(
        label=_("Sound: a file"),
        required=False,
        help_text=_(
            "An MP3, at most 15 MB. Titles, pictures and places inside it are removed; "
            "the file you send is not kept."
        ),
        widget=forms.FileInput(attrs={"accept": "audio/mpeg,.mp3"}),
    )
    address = forms.CharField(
        label=_("Video: its address"),
        required=False,
        help_text=_("At YouTube or Vimeo. Visitors load it only when they press play."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    lasts = forms.CharField(
        label=_("How long the video lasts"),
        required=False,
        help_text=_("Minutes and seconds, like 3:05."),
    )
    clean_bytes = b""
    field_order = ("file", "address", "lasts", *OF_A_RECORDING)

    class Meta:
        model = Recording
        fields = OF_A_RECORDING

    def clean_address(self) -> Hosted | None:
        typed = self.cleaned_data["address"]
        return Hosted.at(typed) if typed else None

    def clean_transcript(self) -> str:
        typed = self.cleaned_data["transcript"].strip()
        if not typed:
            raise forms.ValidationError(
                _("Write down what is said, for those who cannot hear it."), code="none"
            )
        return typed

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        file, hosted = cleaned.get("file"), cleaned.get("address")
        if bool(file) == bool(hosted):
            if "address" not in self.errors:
                sentence = _("Send a file of sound or give a video’s address: one.")
                self.add_error("file", sentence)
        elif hosted:
            self._is_a_video(hosted, cleaned)
        else:
            self._is_sound(file, cleaned)
        return cleaned

    def _is_a_video(self, hosted: Hosted, cleaned: dict[str, Any]) -> None:
        self.instance.kind = Recording.Kind.VIDEO
        self.instance.host, self.instance.host_id = hosted.host, hosted.id
        found = LASTS.fullmatch(cleaned.get("lasts", "").strip())
        self.instance.seconds = int(found[1]) * 60 + int(found[2]) if found else 0
        if not self.instance.seconds:
            self.add_error("lasts", _("Say how long it lasts, like 3:05."))
        if not cleaned.get("poster") and "poster" not in self.errors:
            sentence = _("Choose a photo of ours that stands there until it plays.")
            self.add_error("poster", sentence)

    def _is_sound(self, file: Any, cleaned: dict[str, Any]) -> None:
        self.instance.kind = Recording.Kind.AUDIO
        self.instance.title = cleaned.get("title", "")
        try:
            self.clean_bytes = enclosing.clean_sound(self.instance, file)
        except Refused as refused:
            self.add_error("file", str(refused.message))
