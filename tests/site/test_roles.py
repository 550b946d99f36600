"""Roles are what the apps contribute, whatever somebody clicked before."""

import pytest
from django.contrib.auth.models import Group, Permission

from ijm import roles
from ijm.contributions import role_permissions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", roles.ALL_ROLES)
def test_every_role_exists_after_migration(role: str) -> None:
    assert Group.objects.filter(name=role).exists()


def test_every_contributed_permission_exists() -> None:
    for contribution in role_permissions:
        for name in contribution.permissions:
            app, codename = name.split(".")
            assert Permission.objects.filter(
                content_type__app_label=app, codename=codename
            ).exists(), name


def test_it_takes_back_what_was_clicked() -> None:
    writers = Group.objects.get(name=roles.WRITERS)
    stray = Permission.objects.get(codename="delete_staffmember")
    writers.permissions.add(stray)
    roles.write_roles()
    assert stray not in writers.permissions.all()


def test_writing_twice_changes_nothing() -> None:
    before = sorted(
        Group.permissions.through.objects.values_list("group", "permission")
    )
    roles.write_roles()
    after = sorted(Group.permissions.through.objects.values_list("group", "permission"))
    assert before == after
