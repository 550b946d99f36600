from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        from newsletter import (  # they read models
            contributing,
            first_rows,
            public_words,
            replaying,
        )

        contributing.contribute()
        public_words.contribute()
        replaying.contribute()
        post_migrate.connect(first_rows.write_first_rows, sender=self)
