"""Words that staff leave for colleagues, and that stay in the history for good."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.names.finding import protected_names_in


class KeptWords(forms.CharField):
    """A reason, a note: it must not hold what we protect, not even among us."""

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        if protected_names_in({"words": words}):
            raise forms.ValidationError(
                _("This stays in the history: leave the protected name out of it."),
                code="protected_name",
            )
        return words
