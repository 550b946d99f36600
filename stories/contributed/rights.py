"""What each role may do with stories."""

from ijm import roles
from ijm.contributions import RolePermissions, role_permissions

ENCLOSED = ("document", "recording")
READING = (
    "view_story",
    "view_photo",
    "view_topic",
    "view_place",
    "view_revision",
    *(f"view_{model}" for model in ENCLOSED),
)
WRITING = (
    *READING,
    "add_story",
    "change_story",
    "add_photo",
    "change_photo",
    *(f"{verb}_{model}" for model in ENCLOSED for verb in ("add", "change")),
    "view_subject",
    "add_consent",
    # What stands in a story's form beside its own fields.
    *(
        f"{verb}_{model}"
        for model in ("appearance", "relatedlink", "relatedstory")
        for verb in ("view", "add", "change", "delete")
    ),
)
EDITING = (
    *WRITING,
    "publish_story",
    "withdraw_story",
    "withdraw_photo",
    "replace_photo",
    "redact_photo",
    "withdraw_enclosure",
    *(
        f"{verb}_{model}"
        for model in (
            *("topic", "place", "impactfigure", "homepage"),
            *("formeraddress", "oldaddress"),
        )
        for verb in ("view", "add", "change", "delete")
    ),
    "burn_formeraddress",
)
GUARDING = (
    *READING,
    "safeguard_story",
    "view_formeraddress",
    "burn_formeraddress",
    "withdraw_story",
    "withdraw_photo",
    "redact_photo",
    "see_unredacted_photo",
    "withdraw_enclosure",
    *(f"{verb}_subject" for verb in ("view", "add", "change")),
    "view_sealedlook",
    *(f"{verb}_protectedname" for verb in ("view", "add", "change")),
    *(f"{verb}_nameacceptance" for verb in ("view", "add")),
    *(f"{verb}_consent" for verb in ("view", "add", "verify")),
    "view_appearance",
    *(f"{verb}_takedown" for verb in ("view", "add", "change")),
    *(f"{verb}_telltale" for verb in ("view", "add", "change", "delete")),
)
MAY = {
    roles.WRITERS: WRITING,
    roles.EDITORS: EDITING,
    roles.SAFEGUARDING: GUARDING,
    roles.NEWSLETTER: READING,
}


def contribute() -> None:
    for role, names in MAY.items():
        permissions = tuple(f"stories.{name}" for name in names)
        role_permissions.add(RolePermissions(f"stories {role}", role, permissions))
