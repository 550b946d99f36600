"""How colleagues narrow the library down."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.contributions import USE_STATES
from ijm.models import StaffMember
from stories.models import Photo
from stories.models.standing import Stage
from stories.usage import NOW_USED, used_as, used_now


class StageFilter(admin.SimpleListFilter):
    title = _("where it stands")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Stage.choices, ("failed", _("its sizes cannot be made"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() == "failed":
            return queryset.exclude(failed_at=None)
        return queryset.at(self.value()) if self.value() in Stage.values else queryset


class SenderFilter(admin.RelatedFieldListFilter):
    """Colleagues who sent any: asked for each of the few, not read off every photo."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        # One of each: asked whether any exist, the planner may read all photos.
        sent = Photo.objects.filter(received_by=OuterRef("pk")).order_by()
        senders = StaffMember.objects.alias(sent=Subquery(sent.values("pk")[:1]))
        senders = senders.filter(sent__isnull=False)
        return [(str(person.pk), str(person)) for person in senders]


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        used = [(state, USE_STATES[state]) for state in NOW_USED]
        return [*used, ("unused", _("nowhere now"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        now, asked = timezone.now(), self.value()
        if asked == "unused":
            return queryset.exclude(used_now(now))
        for state in NOW_USED:
            if asked == state:
                return queryset.filter(used_as(state, now))
        return queryset
