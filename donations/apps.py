from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DonationsConfig(AppConfig):
    name = "donations"
    verbose_name = _("Donations")

    def ready(self) -> None:
        from donations import (
            address_letters,
            appealing,
            audience,
            care,
            care_letters,
            given_by_clerks,
            given_to_the_house,
            letters,
            moved_by_stories,
            partner_letters,
            personal_data,
            public_words,
            replaying,
            telling,
            week,
        )
        from donations.collecting import contributing as collecting
        from donations.going_back import contributing as going_back
        from donations.receipts import given_to_the_house as receipts
        from donations.reconciling import contributing as reconciling

        appealing.contribute()
        audience.contribute()
        letters.contribute()
        moved_by_stories.contribute()
        partner_letters.contribute()
        telling.contribute()
        address_letters.contribute()
        care_letters.contribute()
        personal_data.contribute()
        public_words.contribute()
        replaying.contribute()
        given_to_the_house.contribute()
        care.contribute()
        collecting.contribute()
        going_back.contribute()
        reconciling.contribute()
        receipts.contribute()
        given_by_clerks.contribute()
        week.contribute()
