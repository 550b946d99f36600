"""What visitors choose and type to find a story."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.models import Edition, Place, Topic
from stories.models.edition import EditionQuerySet


class FilterForm(forms.Form):
    """Every choice is optional; one that is not there narrows nothing."""

    use_required_attribute = False
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("topic", _("All topics"), Topic.objects.values_list("slug", "name"))
        self._offer("place", _("All places"), Place.objects.values_list("slug", "name"))
        oldest = (
            Edition.objects.public(now)
            .stories()
            .order_by("published_at")
            .values_list("published_at__year", flat=True)
            .first()
        )
        years = range(now.year, (oldest or now.year) - 1, -1)
        self._offer("year", _("All years"), [(str(y), str(y)) for y in years])

    def _offer(self, name: str, everything: Any, choices: Any) -> None:
        field = self.fields[name]
        field.choices = [("", everything), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that make sense; the rest is passed over."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.chosen)

    def narrow(self, stories: EditionQuerySet) -> EditionQuerySet:
        chosen = self.chosen
        if "topic" in chosen:
            stories = stories.filter(topic_slugs__contains=[chosen["topic"]])
        if "place" in chosen:
            stories = stories.filter(place_slugs__contains=[chosen["place"]])
        if "year" in chosen:
            stories = stories.filter(published_at__year=int(chosen["year"]))
        return stories


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Search our stories"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    @property
    def query(self) -> str:
        words = self.cleaned_data.get("q") if self.is_valid() else ""
        return urlencode({"q": words}) if words else ""
