"""What a take-down asks of the officer who leads it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.admin.kept_words import KeptWords
from stories.models import Photo, Story, Subject, TakeDown

LINES = forms.Textarea(attrs={"rows": 3})


class BeginForm(forms.Form):
    subject = forms.ModelChoiceField(Subject.objects.all(), label=_("Who is to vanish"))
    why = KeptWords(
        label=_("Why"),
        max_length=300,
        widget=LINES,
        help_text=_("Kept with the case. Do not write who it is."),
    )


class AddForm(forms.Form):
    """A story or a photo that tells of them without a name."""

    story = forms.ModelChoiceField(Story.objects.none(), required=False)
    photo = forms.ModelChoiceField(
        Photo.objects.all(), required=False, widget=forms.NumberInput
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stories: Any = self.fields["story"]
        stories.queryset = Story.objects.visible_to(person)
        stories.widget = forms.NumberInput()
        stories.label = _("Number of a story")
        stories.help_text = _("The number in the address of its form.")
        self.fields["photo"].label = _("Number of a photo")

    @property
    def row(self) -> Story | Photo | None:
        return self.cleaned_data["story"] or self.cleaned_data["photo"]


class TickForm(forms.Form):
    note = KeptWords(label=_("What was done"), max_length=300, required=False)


class RedactionForm(forms.Form):
    scope = forms.ChoiceField(
        label=_("What is erased"),
        choices=TakeDown.Scope,
        widget=forms.RadioSelect,
        initial=TakeDown.Scope.NAMES.value,
        help_text=_(
            "From every copy: what was public, each former save, notes, comments, "
            "addresses. The pictures of the list leave the storage. Nobody can bring "
            "it back."
        ),
    )
