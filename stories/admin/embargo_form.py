"""The part of a story's form that keeps it back, and to a few."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models import StaffMember
from stories.models import Story
from stories.models.embargo import GUARD, Terms

WHOEVER_SIGNS_IN = "django.contrib.auth.backends.ModelBackend"


class EmbargoForm(forms.ModelForm):
    """`person` fills it in. They cannot lock themselves out, nor lift their own."""

    person: Any = None
    embargo_before = Terms()

    class Meta:
        model = Story
        fields = ("embargo_until", "embargo_until_event", "readers")
        widgets = {"readers": forms.CheckboxSelectMultiple}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "readers" in self.fields:
            self.fields["readers"].queryset = StaffMember.objects.with_perm(  # type: ignore[attr-defined]
                "stories.view_story", backend=WHOEVER_SIGNS_IN
            )

    def clean_readers(self) -> Any:
        readers = self.cleaned_data["readers"]
        if readers and self.person not in readers and not self.person.has_perm(GUARD):
            raise forms.ValidationError(
                _("You would lock yourself out. Tick your own name as well."),
                code="locked_out",
            )
        return readers

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.instance.pk and "readers" in self.fields:
            self.embargo_before = self.instance.embargo
            loosened = _terms(cleaned).loosen(self.embargo_before, timezone.now())
            if loosened and not self.instance.may_be_loosened_by(self.person):
                self.add_error(
                    None,
                    forms.ValidationError(
                        _("You set this embargo. Ask a colleague to lift it."),
                        code="own_embargo",
                    ),
                )
        return cleaned


def _terms(cleaned: dict[str, Any]) -> Terms:
    readers = cleaned.get("readers") or ()
    return Terms(
        cleaned.get("embargo_until"),
        cleaned.get("embargo_until_event", ""),
        frozenset(reader.pk for reader in readers),
    )
