"""What visitors choose and type to find a story."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any, Protocol

from django import forms
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from stories import catalogue
from stories.counting import EVER, Choice
from stories.models import Place, Topic

YEARS = range(1900, 3000)


def choice_of(asked: QueryDict, fixed: Choice) -> Choice:
    """What makes sense of an address; the rest is passed over.

    A topic's own page, and a place's, have that part of the choice fixed.
    """
    year = asked.get("year", "")
    topic = catalogue.called_now(Topic, asked.get("topic", ""))
    place = catalogue.called_now(Place, asked.get("place", ""))
    is_year = year.isascii() and year.isdigit() and int(year[:9]) in YEARS
    return Choice(
        fixed.topic or (topic if topic in catalogue.topics() else ""),
        fixed.place or (place if place in catalogue.places() else ""),
        int(year) if is_year else EVER,
    )


class Counted(Protocol):
    """What says how many stories each other choice would leave."""

    @property
    def choice(self) -> Choice: ...

    def beside(self, name: str) -> dict[Any, int]: ...


class FilterForm(forms.Form):
    """Every choice is optional, and says how many stories it leaves."""

    use_required_attribute = False
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, counts: Counted, fixed: Collection[str] = ()) -> None:
        super().__init__(counts.choice.named)
        years = {*counts.beside("year"), counts.choice.year} - {EVER}
        self._offer("topic", _("All topics"), catalogue.topics().items(), counts)
        self._offer("place", _("All places"), catalogue.places().items(), counts)
        newest_first = ((year, str(year)) for year in sorted(years, reverse=True))
        self._offer("year", _("All years"), newest_first, counts)
        for name in fixed:
            del self.fields[name]

    def _offer(
        self,
        name: str,
        everything: Any,
        every: Iterable[tuple[Any, str]],
        counts: Counted,
    ) -> None:
        """Those that leave a story, and the one that was chosen."""
        left, chosen = counts.beside(name), getattr(counts.choice, name)
        options = [
            (
                value,
                f"{label} ({number_format(left.get(value, 0), force_grouping=True)})",
            )
            for value, label in every
            if value in left or value == chosen
        ]
        field = self.fields[name]
        field.choices = [("", everything), *options]  # type: ignore[attr-defined]


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


class WordsField(forms.CharField):
    """Whatever is pasted: what cannot be seen or stored is a space."""

    def to_python(self, value: Any) -> str:
        typed = unicodedata.normalize("NFC", super().to_python(value) or "")
        return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+", " ", typed)


class SearchForm(forms.Form):
    use_required_attribute = False
    q = WordsField(
        label=_("Words to look for"),
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "dir": "auto"}
        ),
        error_messages={
            "max_length": _("Search for a few words: at most 100 letters."),
        },
    )

    @property
    def terms(self) -> str:
        """Nothing where there is nothing to look for."""
        words = self.cleaned_data["q"].strip() if self.is_valid() else ""
        return words if re.search(r"\w", words) else ""
