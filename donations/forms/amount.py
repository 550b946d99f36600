"""An amount typed by hand, as Money; every refusal says what to type instead."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from donations.bounds import Bounds
from donations.forms.plain import Plain
from ijm.money import AmountNotUnderstood, Money


class AmountField(Plain, forms.CharField):
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(
        self, currency: str, bounds: Bounds | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.currency, self.bounds = currency, bounds

    def clean(self, value: Any) -> Money | None:  # type: ignore[override]
        text = super().clean(value)
        if not text and not self.required:
            return None
        try:
            amount = Money.parse(text, self.currency)
            return self.bounds.check(amount) if self.bounds else amount
        except AmountNotUnderstood as wrong:
            raise ValidationError(str(wrong.message), wrong.code) from wrong

    def prepare_value(self, value: Any) -> Any:
        return value.plain if isinstance(value, Money) else super().prepare_value(value)


class Hinting:
    """Says, under each choice, what it means."""

    hints: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        return {**option, "hint": self.hints.get(str(value), "")}


class ChoiceWithHints(Hinting, forms.RadioSelect):
    """One of several."""


class ChoicesWithHints(Hinting, forms.CheckboxSelectMultiple):
    """Any of several."""
