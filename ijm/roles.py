"""The roles of the house. Each app says what a role may do, through contributions."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from ijm.contributions import RolePermissions, role_permissions

WRITERS = "Writers"
EDITORS = "Editors"
SAFEGUARDING = "Safeguarding"
NEWSLETTER = "Newsletter"
FINANCE = "Finance"
ALL_ROLES = (WRITERS, EDITORS, SAFEGUARDING, NEWSLETTER, FINANCE)

SETTINGS_RIGHTS = tuple(
    f"ijm.{verb}_{model}"
    for model in ("menuitem", "sociallink", "sistersite")
    for verb in ("view", "add", "change", "delete")
) + ("ijm.view_sitesettings", "ijm.change_sitesettings")
LETTER_RIGHTS = ("ijm.view_mailtext", "ijm.add_mailtext", "ijm.change_mailtext")


def holds(person: Any, role: str) -> bool:
    """By membership alone: a superuser has every right, but not every trust."""
    return person.is_active and person.groups.filter(name=role).exists()


def write_roles(**_signal: object) -> None:
    """Set each role's permissions to what the apps contribute; safe to run twice.

    Runs after migrations, since permissions do not exist before (STACK, traps).
    """
    for role in ALL_ROLES:
        wanted = Q(pk__in=())
        for contribution in role_permissions:
            if contribution.role == role:
                for name in contribution.permissions:
                    app, codename = name.split(".")
                    wanted |= Q(content_type__app_label=app, codename=codename)
        group, _made = Group.objects.get_or_create(name=role)
        group.permissions.set(Permission.objects.filter(wanted))


def contribute() -> None:
    """What roles may do with the house's own models."""
    for name, role, rights in (
        ("house-editors", EDITORS, SETTINGS_RIGHTS + LETTER_RIGHTS),
        ("house-newsletter", NEWSLETTER, LETTER_RIGHTS),
    ):
        role_permissions.add(RolePermissions(name, role, rights))
