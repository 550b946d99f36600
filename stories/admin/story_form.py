"""The form a story is written in. It never overwrites what somebody saved meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ijm.models import SiteSettings
from ijm.money import AmountNotUnderstood, Money
from stories.models import Story
from stories.models.content import validate_case_strip


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


@dataclass(frozen=True)
class TwoTexts:
    """A field that two people changed."""

    label: str
    theirs: str
    mine: str


class StoryForm(forms.ModelForm):
    case_strip = CaseStripField(
        label=_("Case strip"),
        required=False,
        help_text=_("Facts before feelings: up to six lines like “Place: Phnom Penh”."),
    )
    ask_amounts = AmountsField(
        label=_("Amounts"), required=False, help_text=_("Like 30, 60, 120.")
    )
    note = forms.CharField(
        label=_("What did you change?"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        required=False,
        max_length=200,
        help_text=_("For colleagues, in the history of this story."),
    )
    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    two_texts: Iterable[TwoTexts] = ()

    class Meta:
        model = Story
        exclude = ()  # noqa: DJ006 - the admin's fieldsets say which
        widgets = {  # noqa: RUF012
            "dek": Lines(),
            "card_summary": Lines(),
            "how_told": Lines(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "opened_version" in self.fields:
            self.initial["opened_version"] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk:
            self._compare_with_saved()
        return cleaned

    def _compare_with_saved(self) -> None:
        """The admin's own transaction holds the row until this save is through."""
        saved = Story.objects.select_for_update().get(pk=self.instance.pk)
        if saved.version == self.cleaned_data.get("opened_version"):
            return
        self.two_texts = list(self._differences(saved))
        revision = saved.latest_revision
        when = date_format(timezone.localtime(saved.changed_at), "DATETIME_FORMAT")
        self._open_anew(saved.version)
        self.add_error(
            None,
            forms.ValidationError(
                _(
                    "%(name)s saved this story on %(when)s, after you had opened it. "
                    "Nothing of yours is lost: it is all in the form below, and their "
                    "text is beside yours above it. Take from theirs what you need and "
                    "save again; theirs stays in the history."
                ),
                code="changed_meanwhile",
                params={
                    "name": revision.by if revision else _("Somebody"),
                    "when": when,
                },
            ),
        )

    def _open_anew(self, version: int) -> None:
        """The next save knows of theirs, so it goes through."""
        answers = self.data.copy()  # type: ignore[attr-defined]
        self.data = answers
        answers[self.add_prefix("opened_version")] = str(version)

    def _differences(self, saved: Story) -> Iterable[TwoTexts]:
        for name in self.changed_data:
            if name in {"opened_version", "note"} or not hasattr(saved, name):
                continue
            field = self.fields[name]
            theirs = field.prepare_value(saved.serializable_value(name))
            mine = self.data.get(self.add_prefix(name), "")
            if str(theirs or "") != mine and isinstance(field, forms.CharField):
                yield TwoTexts(str(field.label), str(theirs or ""), mine)
