"""Updates and corrections as lines of text instead of JSON."""

from typing import Any

from django import forms

from stories import updates
from stories.models.content import validate_updates


class UpdatesField(forms.Field):
    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def prepare_value(self, value: Any) -> Any:
        return updates.written(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[updates.Row]:
        rows = updates.read(value or "")
        validate_updates(rows)
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
