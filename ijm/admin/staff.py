"""The people who may sign in here."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from ijm.models import StaffMember


class NewStaffForm(AdminUserCreationForm):
    class Meta:
        model = StaffMember
        fields = ("email", "full_name")


@admin.register(StaffMember)
class StaffAdmin(UserAdmin):
    add_form = NewStaffForm
    list_display = ("full_name", "email", "roles", "last_login", "is_active")
    list_filter = ("is_active", "groups")
    search_fields = ("full_name", "email")
    ordering = ("full_name",)
    fieldsets = (
        (None, {"fields": ("full_name", "email", "password")}),
        (
            _("What they may do"),
            {
                "fields": ("is_active", "is_staff", "groups", "is_superuser"),
                "description": _(
                    "Give roles, not single rights. Untick “active” when somebody "
                    "leaves: their name stays in the history, their sign-in ends."
                ),
            },
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "email",
                    "full_name",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()

    def get_queryset(self, request):  # type: ignore[no-untyped-def]
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, person: StaffMember) -> str:
        return ", ".join(group.name for group in person.groups.all())


class RoleAdmin(GroupAdmin):
    """Roles are written by the code of each app; here they can be read."""

    def has_add_permission(self, request):  # type: ignore[no-untyped-def]
        return False

    def has_change_permission(self, request, obj=None):  # type: ignore[no-untyped-def]
        return False

    def has_delete_permission(self, request, obj=None):  # type: ignore[no-untyped-def]
        return False


admin.site.unregister(Group)
admin.site.register(Group, RoleAdmin)
