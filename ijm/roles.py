"""The roles of the house. Each app says what a role may do, through contributions."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from ijm.contributions import role_permissions

WRITERS = "Writers"
EDITORS = "Editors"
SAFEGUARDING = "Safeguarding"
NEWSLETTER = "Newsletter"
FINANCE = "Finance"
ALL_ROLES = (WRITERS, EDITORS, SAFEGUARDING, NEWSLETTER, FINANCE)


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
