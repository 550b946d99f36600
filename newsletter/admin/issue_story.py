"""The stories of an issue, in their order, each with the issue's own words for it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.admin.public_words import SpeaksInPublic
from newsletter.models import Issue, IssueStory
from stories.admin.access import ChoosesStories
from stories.models import Edition, Photo
from stories.reading import photos_of

NEWEST = 40
LAST = 32_000  # where somebody left the order empty
EMPTY_ROWS = 3  # to begin with, for who adds stories without a script


class NewestToo(AutocompleteSelect):
    """Offers the newest public stories too: without a script there is no search."""

    newest: Iterable[tuple[int, str]] = ()

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        groups = super().optgroups(name, value, attr)
        chosen = {str(each) for each in value if each}
        if not chosen and self.is_required:  # a row that nobody filled has no story
            groups[0][1].append(self.create_option(name, "", "–", True, 0))
        groups[0][1].extend(
            self.create_option(name, number, title, False, index)
            for index, (number, title) in enumerate(self.newest, start=2)
            if str(number) not in chosen
        )
        return groups


class Pictures(forms.RadioSelect):
    """Its photos to look at; the empty choice is the story's main one."""

    template_name = "newsletter/admin/pictures.html"
    option_template_name = "newsletter/admin/picture.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "photo": getattr(value, "instance", None)}


class PlaceForm(forms.ModelForm):
    position = forms.IntegerField(
        label=_("Order"),
        required=False,
        min_value=0,
        max_value=LAST,
        help_text=_("The first story has 1. Left empty, it comes last."),
    )
    picture = forms.ModelChoiceField(
        Photo.objects.none(),
        label=_("Picture"),
        required=False,
        blank=True,
        widget=Pictures,
        empty_label=_("The story’s main photo"),
    )

    class Meta:
        model = IssueStory
        fields = ("story", "position", "headline", "summary", "picture")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["position"] = None
        if "picture" in self.fields:  # not where one may only look
            self._show_what_stands_if_left_empty()

    def _show_what_stands_if_left_empty(self) -> None:
        now = timezone.now()
        public = Edition.objects.public(now).filter(story=self.instance.story_id)
        edition = public.for_cards().first() if self.instance.story_id else None
        if edition is None:
            self.fields["picture"].help_text = _(
                "Save, and choose among the photos of the story."
            )
            return
        shown = photos_of([edition], now, inside=edition.photo_ids)
        photos = Photo.objects.filter(pk__in=[*shown, self.instance.picture_id or 0])
        self.fields["picture"].queryset = photos  # type: ignore[attr-defined]
        for name, words in (
            ("headline", edition.title),
            ("summary", edition.card_summary or edition.dek),
        ):
            self.fields[name].widget.attrs["placeholder"] = words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("position") is None:
            cleaned["position"] = LAST
        if "story" in self.changed_data:
            cleaned["picture"] = None  # it was one of the other story's
        return cleaned


class IssueStoryInline(ChoosesStories, SpeaksInPublic, admin.StackedInline):
    model = IssueStory
    form = PlaceForm
    autocomplete_fields = ("story",)
    fields = (("story", "position"), "headline", "summary", "picture")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if obj and obj.places.exists() else EMPTY_ROWS

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "story":
            kwargs["widget"] = widget = NewestToo(db_field, self.admin_site)
            public = Edition.objects.public(timezone.now()).stories()
            newest = public.order_by("-published_at").values_list("story_id", "title")
            widget.newest = list(newest[:NEWEST])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_delete_permission(request, obj)


def is_open(issue: Any) -> bool:
    """Inlines are also asked with their own rows; those follow their issue."""
    return not isinstance(issue, Issue) or issue.is_editable


def put_in_order(issue: Issue) -> None:
    """1, 2, 3 …, whatever numbers were typed."""
    for number, place in enumerate(issue.places.all(), start=1):
        if place.position != number:
            IssueStory.objects.filter(pk=place.pk).update(position=number)
