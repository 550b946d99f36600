"""Rows that are written with a story: links elsewhere, and stories to read next."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stories.admin.access import ChoosesStories
from stories.models import RelatedLink, RelatedStory

# An address typed without a scheme is one of today's web.
HTTPS: Any = {models.URLField: {"assume_scheme": "https"}}


class PartOfStory(admin.StackedInline):
    """Rows that belong to a story: whoever may write it may write them."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("stories.view_story")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = "change_story" if obj and obj.pk else "add_story"
        return request.user.has_perm(f"stories.{may}")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("stories.change_story")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("stories.change_story")


class RelatedLinkInline(PartOfStory):
    model = RelatedLink
    formfield_overrides = HTTPS
    fields = ("title", "url", "source", "position")


class RelatedStoryInline(ChoosesStories, PartOfStory):
    model = RelatedStory
    fk_name = "story"
    autocomplete_fields = ("other",)
    fields = ("other", "position")
    verbose_name_plural = _("You might also be interested in…, chosen by hand")
