"""Text as people type it: what no machine can keep gets a sentence, not an error."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ijm.addresses import EmailAddressField

UNKEEPABLE = _("This holds a character that cannot be kept. Type it again.")


class Plain:
    """For a CharField: refuses NUL with our words, and never prints it back."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)  # type: ignore[misc]
        if "\0" in text:
            raise ValidationError(UNKEEPABLE, code="unkeepable")
        return text

    def prepare_value(self, value: Any) -> Any:
        return value.replace("\0", "") if isinstance(value, str) else value


class PlainField(Plain, forms.CharField):
    """`too_long` speaks for itself: it names the number."""

    def __init__(self, *, required_words: Any, max_length: int, **kwargs: Any) -> None:
        messages = {
            "required": required_words,
            "max_length": _("Enter %(limit_value)d characters or fewer."),
        }
        super().__init__(max_length=max_length, error_messages=messages, **kwargs)
        # A browser would cut silently what is typed beyond; the sentence is kinder.
        self.widget.attrs.pop("maxlength", None)


class PlainEmailField(Plain, EmailAddressField):
    pass
