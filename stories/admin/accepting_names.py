"""What *Safeguarding* answers when a common name in a text means somebody else."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.admin.kept_words import KeptWords
from stories.names.finding import Match


class AcceptanceForm(forms.Form):
    accepted = forms.MultipleChoiceField(
        label=_("Somebody or something else is meant"),
        widget=forms.CheckboxSelectMultiple,
    )
    why = KeptWords(
        label=_("Who or what is meant"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Holds for these words as they stand here, in this text alone."),
    )

    def __init__(self, *args: Any, matches: Sequence[Match], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asking = {m.occurrence.hex(): m for m in matches if not m.blocks}
        choices = [
            (key, f"“{match.words}” ({match.subject}), {match.field}")
            for key, match in self.asking.items()
        ]
        self.fields["accepted"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Match]:
        return [self.asking[key] for key in self.cleaned_data["accepted"]]
