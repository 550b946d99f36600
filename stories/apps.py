from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        from stories import contributed, replaying
        from stories.models.tally import keep_calendar

        contributed.contribute()
        replaying.contribute()
        post_migrate.connect(keep_calendar, sender=self)
