"""Who may let somebody outside read a draft."""

from ijm import roles
from ijm.contributions import RolePermissions, role_permissions

SEEING = ("stories.view_previewlink",)
ENDING = (*SEEING, "stories.revoke_previewlink")
MAY = {
    roles.WRITERS: SEEING,
    roles.EDITORS: (*ENDING, "stories.add_previewlink"),
    roles.SAFEGUARDING: ENDING,
}


def contribute() -> None:
    for role, permissions in MAY.items():
        role_permissions.add(
            RolePermissions(f"preview links {role}", role, permissions)
        )
