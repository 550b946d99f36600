"""The people who may sign in here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from ijm import departing
from ijm.admin.fresh import freshly_proved
from ijm.admin.invitation import OwnWays
from ijm.admin.staff_verbs import LAST, StaffVerbs
from ijm.models import StaffMember


class StaffForm(OwnWays, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = StaffMember
        fields = "__all__"  # noqa: DJ007 - the fieldsets below say which

    def clean(self) -> dict[str, Any]:
        """Somebody must stay who opens the desk and may everything."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        rights = ("is_active", "is_staff", "is_superuser")
        stays = all(data.get(each, getattr(self.instance, each)) for each in rights)
        if not stays and not departing.administrators_beside(self.instance):
            raise forms.ValidationError(LAST, "last_administrator")
        return data


@admin.register(StaffMember)
class StaffAdmin(StaffVerbs, UserAdmin):
    """Nobody is added here: a colleague is invited, and chooses the password alone.

    Nobody is deleted: their name stands in the history of what they did.
    """

    form = StaffForm
    list_display = ("full_name", "email", "roles", "last_login", "is_active")
    list_filter = ("is_active", "groups")
    search_fields = ("full_name", "email")
    ordering = ("full_name",)
    fieldsets = (
        (None, {"fields": ("full_name", "email")}),
        (_("How they work"), {"fields": ("language", "time_zone")}),
        (
            _("What they may do"),
            {
                "fields": ("is_active", "is_staff", "groups", "is_superuser"),
                "description": _(
                    "Give roles, not single rights. Whoever goes, goes by “Leaves us” "
                    "above: it ends their sign-in and hands over what is unfinished. "
                    "Whoever comes back is made active again here."
                ),
            },
        ),
        (
            _("Dates"),
            {"fields": ("last_login", "second_factor_since", "date_joined")},
        ),
    )
    readonly_fields = ("last_login", "second_factor_since", "date_joined")
    filter_horizontal = ()

    def get_urls(self) -> list[URLPattern]:
        """Without Django's page to type a password for somebody else."""
        name = "auth_user_password_change"
        return [each for each in super().get_urls() if each.name != name]

    @freshly_proved
    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(*args, **kwargs)

    def get_readonly_fields(
        self, request: HttpRequest, obj: StaffMember | None = None
    ) -> tuple[str, ...]:
        """The way out is the farewell; an unticked box would hand nothing over."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        return (*fixed, "is_active") if obj and obj.is_active else fixed

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request):  # type: ignore[no-untyped-def]
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, person: StaffMember) -> str:
        return ", ".join(group.name for group in person.groups.all())


class RoleAdmin(GroupAdmin):
    """Roles are written by the code of each app; here they can be read."""

    def get_urls(self) -> list[URLPattern]:
        """Without Django's page to type a password for somebody else."""
        name = "auth_user_password_change"
        return [each for each in super().get_urls() if each.name != name]

    @freshly_proved
    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(*args, **kwargs)

    def has_add_permission(self, request):  # type: ignore[no-untyped-def]
        return False

    def has_change_permission(self, request, obj=None):  # type: ignore[no-untyped-def]
        return False

    def has_delete_permission(self, request, obj=None):  # type: ignore[no-untyped-def]
        return False


admin.site.unregister(Group)
admin.site.register(Group, RoleAdmin)
