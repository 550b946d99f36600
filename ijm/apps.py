"""The house itself, as a Django app: checks, roles, identity."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core import checks
from django.core.signals import request_finished
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


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
            idling,
            metrics,
            roles,
            weekly,
        )
        from ijm.contributions import DemoLoader, demo_loaders
        from ijm.demo import load

        checks.register(house_checks.settings_that_cost, checks.Tags.security)
        checks.register(house_checks.storages_apart)
        checks.register(house_checks.mail_route)
        checks.register(house_checks.mail_provider)
        checks.register(house_checks.card_keys)
        checks.register(house_checks.error_reports)
        english.forget_empty_catalogues()
        chores.contribute()
        first_steps.contribute()
        house_words.contribute()
        weekly.contribute()
        user_logged_in.connect(idling.begin)
        metrics.contribute()
        request_finished.connect(alarm.look_now_and_then)
        demo_loaders.add(DemoLoader("house", 0, load.load))
        roles.contribute()
        post_migrate.connect(identity.record_installation, sender=self)
        # No sender: a role names permissions of every app, and the last app migrated
        # makes the last of them.
        post_migrate.connect(roles.write_roles)
