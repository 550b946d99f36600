"""The form an issue is composed in, and what is asked before each of its verbs."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ijm.contributions import audience_filters
from newsletter import countries
from newsletter.audience import Wanted
from newsletter.models import Interest, Issue
from stories.admin.planning_forms import TimeForm

AUDIENCE = ("interests", "countries", "postcode_prefixes", "only_those", "not_those")


def _filters() -> list[tuple[str, Any]]:
    return [(each.name, each.title) for each in audience_filters]


class IssueForm(forms.ModelForm):
    interests = forms.ModelMultipleChoiceField(
        Interest.objects.all(),
        label=_("People interested in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever ticked at least one of these gets it."),
    )
    countries = SimpleArrayField(
        forms.CharField(max_length=60),
        label=_("Only in countries"),
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_(
            "With commas: Australia, New Zealand, or AU, NZ. Empty: everywhere."
        ),
    )
    only_those = forms.MultipleChoiceField(
        label=_("Only people who"),
        choices=_filters,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: everybody. Two ticked: who is both."),
    )
    not_those = forms.MultipleChoiceField(
        label=_("Leave out people who"),
        choices=_filters,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Issue
        exclude = ()  # noqa: DJ006 - the admin's fieldsets say which
        widgets = {  # noqa: RUF012
            "kind": forms.RadioSelect,
            "intro": forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
            "postcode_prefixes": forms.TextInput(attrs={"class": "vTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:  # not where one may only look
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "The end of its address on the site. Left empty, it follows the title."
            )
            self.fields["postcode_prefixes"].help_text = _(
                "With commas: 20, 21 for all that begin so. Needs one country."
            )

    def clean_countries(self) -> list[str]:
        typed = (each.strip() for each in self.cleaned_data["countries"])
        known = {name.casefold(): code for code, name in countries.choices()}
        codes = set(known.values())
        found = [known.get(each.casefold(), each.upper()) for each in typed if each]
        if unknown := [each for each in found if each not in codes]:
            raise ValidationError(
                _("“%(country)s” is no country that we know. Write it like AU."),
                params={"country": unknown[0]},
            )
        return list(dict.fromkeys(found))

    def clean_postcode_prefixes(self) -> list[str]:
        typed = (each.strip() for each in self.cleaned_data["postcode_prefixes"])
        return [each.upper() for each in typed if each]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if "title" in cleaned and not cleaned.get("slug"):
            cleaned["slug"] = _free_address(cleaned["title"], self.instance)
        both = set(cleaned.get("only_those", ())) & set(cleaned.get("not_those", ()))
        if both:
            self.add_error("not_those", _("Nobody can be both. Choose one side."))
        if cleaned.get("postcode_prefixes") and not cleaned.get("countries"):
            self.add_error(
                "countries", _("Postcodes begin alike in many countries: name one.")
            )
        return cleaned

    def wanted(self) -> Wanted | None:
        """The audience as it is typed, saved or not; None where it makes no sense."""
        self.full_clean()
        if any(name in self.errors for name in AUDIENCE):
            return None
        typed = self.cleaned_data
        return Wanted(
            tuple(interest.pk for interest in typed["interests"]),
            **{name: tuple(typed[name]) for name in AUDIENCE[1:]},
        )


def _free_address(title: str, issue: Issue) -> str:
    stem = slugify(title)[:70] or f"issue-{timezone.localdate()}"
    begun_so = Issue.objects.exclude(pk=issue.pk).filter(slug__startswith=stem)
    taken = set(begun_so.values_list("slug", flat=True))
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    return found


class ScheduleForm(TimeForm):
    """A day and an hour somewhere, or at once."""

    when = forms.ChoiceField(
        label=_("When"),
        choices=(("then", _("At this time")), ("now", _("As soon as it may"))),
        initial="then",
        widget=forms.RadioSelect,
    )
    field_order = ("when", "day", "time", "zone")

    def __init__(self, *args: Any, issue: Issue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["zone"] = issue.time_zone
        zone: Any = self.fields["zone"]
        near = {name for name, _city in zone.choices}
        others = sorted(available_timezones() - near)
        zone.choices = [
            *zone.choices,
            (_("Elsewhere"), [(name, name.replace("_", " ")) for name in others]),
        ]
        for name in ("day", "time"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("when") == "now":
            return {**typed, "send_at": timezone.now()}
        for name, sentence in (("day", _("Say which day.")), ("time", _("Say when."))):
            if name in typed and typed[name] is None:
                self.add_error(name, sentence)
        cleaned = super().clean() or {}
        if "due_at" in cleaned and self.due_at <= timezone.now():
            self.add_error("time", _("This moment is past. Choose a later one."))
        return {**cleaned, "send_at": cleaned.get("due_at")}


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why?"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For colleagues, in the history of this issue."),
        error_messages={"required": _("Say why, in a few words.")},
    )


class TestForm(forms.Form):
    to = forms.EmailField(
        label=_("Send a test to"),
        help_text=_(
            "One copy by the same way as readers’, with [Test] before the subject. Its "
            "links to leave and to choose belong to nobody."
        ),
    )
