"""The house itself, as a Django app: checks, roles, identity."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HouseConfig(AppConfig):
    name = "ijm"
    verbose_name = _("The house")

    def ready(self) -> None:
        from ijm import chores, house_checks, identity, roles

        checks.register(house_checks.settings_that_cost, checks.Tags.security)
        checks.register(house_checks.storages_apart)
        chores.contribute()
        post_migrate.connect(identity.record_installation, sender=self)
        # No sender: a role names permissions of every app, and the last app migrated
        # makes the last of them.
        post_migrate.connect(roles.write_roles)
