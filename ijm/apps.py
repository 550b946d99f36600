"""The house itself, as a Django app: checks, roles, identity."""

from django.apps import AppConfig
from django.core import checks
from django.core.signals import request_finished
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

SETTINGS_RIGHTS = tuple(
    f"ijm.{verb}_{model}"
    for model in ("menuitem", "sociallink", "sistersite")
    for verb in ("view", "add", "change", "delete")
) + ("ijm.view_sitesettings", "ijm.change_sitesettings")
LETTER_RIGHTS = ("ijm.view_mailtext", "ijm.add_mailtext", "ijm.change_mailtext")


class HouseConfig(AppConfig):
    name = "ijm"
    verbose_name = _("The house")

    def ready(self) -> None:
        from ijm import (
            alarm,
            chores,
            english,
            first_steps,
            house_checks,
            house_words,
            identity,
            roles,
            weekly,
        )
        from ijm.contributions import (
            DemoLoader,
            RolePermissions,
            demo_loaders,
            role_permissions,
        )
        from ijm.demo import load

        checks.register(house_checks.settings_that_cost, checks.Tags.security)
        checks.register(house_checks.storages_apart)
        checks.register(house_checks.mail_route)
        checks.register(house_checks.mail_provider)
        checks.register(house_checks.card_keys)
        english.forget_empty_catalogues()
        chores.contribute()
        first_steps.contribute()
        house_words.contribute()
        weekly.contribute()
        request_finished.connect(alarm.look_now_and_then)
        demo_loaders.add(DemoLoader("house", 0, load.load))
        role_permissions.add(
            RolePermissions(
                "house-editors", roles.EDITORS, SETTINGS_RIGHTS + LETTER_RIGHTS
            )
        )
        role_permissions.add(
            RolePermissions("house-newsletter", roles.NEWSLETTER, LETTER_RIGHTS)
        )
        post_migrate.connect(identity.record_installation, sender=self)
        # No sender: a role names permissions of every app, and the last app migrated
        # makes the last of them.
        post_migrate.connect(roles.write_roles)
