"""For screens of rows that visitors read: what must not be public is not saved."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import BaseModelAdmin
from django.forms import ModelForm
from django.http import HttpRequest

from ijm.public_words import Trouble, is_shown, troubles_in


class AskingForm(ModelForm):
    """Refuses what would be public at once; remembers what a draft must still lose."""

    troubles: list[Trouble] = []  # noqa: RUF012 - replaced, never filled

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        found = troubles_in(self.instance)
        if not is_shown(self.instance):
            self.troubles = found
            return
        for trouble in found:
            field = trouble.part if trouble.part in self.fields else None
            self.add_error(field, f"“{trouble.words}”: {trouble.sentence}")


class SpeaksInPublic(BaseModelAdmin):
    """Mixed into a ModelAdmin or an inline of a model with public words."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        return _asking(super().get_form(*args, **kwargs))  # type: ignore[misc]

    def get_changelist_form(self, *args: Any, **kwargs: Any) -> Any:
        return _asking(super().get_changelist_form(*args, **kwargs))  # type: ignore[misc]

    def get_formset(self, *args: Any, **kwargs: Any) -> Any:
        formset = super().get_formset(*args, **kwargs)  # type: ignore[misc]
        formset.form = _asking(formset.form)
        return formset

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        forms = [form, *(each for formset in formsets for each in formset.forms)]
        for each in forms:
            for trouble in getattr(each, "troubles", ()):
                messages.warning(request, f"{trouble.part}: {trouble.sentence}")


def _asking(form: Any) -> Any:
    return type(form.__name__, (AskingForm, form), {})
