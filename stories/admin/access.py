"""The one door to a story at the desk. Every view beside the admin's own uses it."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import PermissionDenied
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from stories.models import Story


def story_for(person: Any, pk: int, permission: str = "view_story") -> Story:
    """403 without the right; 404 for a story that is not there or kept to others."""
    if not person.has_perm(f"stories.{permission}"):
        raise PermissionDenied
    return get_object_or_404(Story.objects.visible_to(person), pk=pk)


class ChoosesStories(BaseModelAdmin):
    """For screens with a field that names a story: only those the person may see."""

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.remote_field.model is Story:
            kwargs["queryset"] = Story.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
