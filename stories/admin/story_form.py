"""The form a story is written in. It never overwrites what somebody saved meanwhile."""

from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from ijm.models import SiteSettings
from ijm.money import AmountNotUnderstood, Money
from stories.admin.embargo_form import EmbargoForm
from stories.admin.kept_words import KeptWords
from stories.admin.updates_field import UpdatesField
from stories.models import Story
from stories.models.content import validate_case_strip
from stories.models.revising import ChangedMeanwhile
from stories.models.revision import EDITORIAL, as_kept

MOST_LETTERS = 500_000
# In the order that a revision keeps them in.
LISTS: dict[str, Any] = {
    "topics": str,
    "places": str,
    "readers": lambda person: person.pk,
}


class Lines(forms.Textarea):
    """A few lines as wide as the form."""

    def __init__(self, rows: int = 3) -> None:
        super().__init__(attrs={"rows": rows, "class": "vLargeTextField"})


class CaseStripField(forms.Field):
    """Lines of “Label: value” instead of JSON."""

    widget = Lines

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{row['label']}: {row['value']}" for row in value)
        return value

    def to_python(self, value: Any) -> list[dict[str, str]]:
        lines = [line for line in (value or "").splitlines() if line.strip()]
        parts = [line.partition(":") for line in lines]
        rows = [{"label": a.strip(), "value": b.strip()} for a, _colon, b in parts]
        validate_case_strip(rows)
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class AmountsField(forms.Field):
    """“30, 60, 120” in the site's currency; minor units inside."""

    widget = forms.TextInput(attrs={"class": "vTextField"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return ", ".join(Money(minor, _currency()).plain for minor in value)

    def to_python(self, value: Any) -> list[int]:
        try:
            return [
                Money.parse(part.strip(), _currency()).minor
                for part in (value or "").split(",")
                if part.strip()
            ]
        except AmountNotUnderstood as unclear:
            raise forms.ValidationError(
                _("Write amounts like 30, 60, 120."), code="amounts"
            ) from unclear

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def _currency() -> str:
    return SiteSettings.current().currency


class SavedMeanwhile(ChangedMeanwhile):
    """`form` was understood as far as possible, and cannot be saved as it is."""

    def __init__(self, form: "StoryForm") -> None:
        super().__init__()
        self.form = form


def not_too_long(text: str) -> None:
    if len(text) > MOST_LETTERS:
        raise forms.ValidationError(
            _(
                "The story has %(count)s letters; at most %(most)s can be saved. Cut "
                "it, or make two stories of it. It is all still here."
            ),
            code="too_long",
            params={"count": f"{len(text):,}", "most": f"{MOST_LETTERS:,}"},
        )


class StoryForm(EmbargoForm):
    case_strip = CaseStripField(
        label=_("Case strip"),
        required=False,
        help_text=_("Facts before feelings: up to six lines like “Place: Phnom Penh”."),
    )
    updates = UpdatesField(
        label=_("Updates and corrections"),
        required=False,
        help_text=_(
            "What is new since it was published, one a line: “2026-11-16: The court of "
            "appeal confirmed the sentence.” Where we had something wrong, write "
            "“2026-11-18 correction: …”. The newest is also shown in lists."
        ),
    )
    ask_amounts = AmountsField(
        label=_("Amounts"), required=False, help_text=_("Like 30, 60, 120.")
    )
    note = KeptWords(
        label=_("What did you change?"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        required=False,
        max_length=200,
        help_text=_("For colleagues, in the history of this story."),
    )
    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Words that are put into the form to be looked at, not to be saved.
    shown = False

    class Meta:
        model = Story
        exclude = ()  # noqa: DJ006 - the admin's fieldsets say which
        widgets = {  # noqa: RUF012
            **EmbargoForm.Meta.widgets,
            "dek": Lines(),
            "card_summary": Lines(),
            "how_told": Lines(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "opened_version" in self.fields:
            self.initial["opened_version"] = self.instance.version
        if "body" in self.fields:
            self.fields["body"].validators.append(not_too_long)

    def clean_topics(self) -> Any:
        return self._today("topics")

    def clean_places(self) -> Any:
        return self._today("places")

    def _today(self, name: str) -> Any:
        """What was merged after the page was opened is chosen as what it is now."""
        chosen = self.cleaned_data[name]
        return chosen.model.objects.meant_by(each.pk for each in chosen)

    def is_multipart(self) -> bool:
        """So that a letter of Khmer is sent as three bytes, not as nine."""
        return True

    def is_valid(self) -> bool:
        return not self.shown and super().is_valid()

    def full_clean(self) -> None:
        if self.shown:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def clean(self) -> dict[str, Any] | None:
        """The admin's own transaction holds the row until this save is through."""
        cleaned = super().clean()
        if self.instance.pk:
            saved = Story.objects.select_for_update().only("version")
            if saved.get(pk=self.instance.pk).version != self.based_on:
                raise SavedMeanwhile(self)
        return cleaned

    @property
    def based_on(self) -> int | None:
        """The version that was on the page when it was opened."""
        return self.cleaned_data.get("opened_version")

    def as_content(self) -> dict[str, Any]:
        """As a revision would keep it; what is not understood, as it was typed."""
        columns = {
            name: as_kept(self.cleaned_data.get(name, self.data.get(name, "")))
            for name in EDITORIAL
            if name in self.fields
        }
        return {**columns, **{name: self._ids(name) for name in LISTS}}

    def _ids(self, name: str) -> list[int]:
        rows = self.cleaned_data.get(name, ())
        return [row.pk for row in sorted(rows, key=LISTS[name])]
