"""How fast issues go, how carefully they begin, and who must agree. One row."""

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing


def two_people() -> bool:
    return settings.PRODUCTION


@pghistory.track()
class SendingRules(Changing):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    per_second = models.PositiveIntegerField(
        _("mails per second"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("What your mail server or provider allows, or a little less."),
    )
    trial_size = models.PositiveIntegerField(
        _("first mails alone"),
        default=200,
        help_text=_(
            "So many go first; the rest waits to see what comes back. 0 for none. A "
            "small audience goes at once."
        ),
    )
    trial_minutes = models.PositiveSmallIntegerField(
        _("then wait, minutes"), default=10, validators=[MaxValueValidator(240)]
    )
    two_people = models.BooleanField(
        _("two people send"),
        default=two_people,
        help_text=_("Somebody else than who scheduled an issue must agree."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("sending rules")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="sending_rules_is_one_row"
            ),
            models.CheckConstraint(
                condition=models.Q(per_second__gte=1),
                name="sending_rules_above_zero",
                violation_error_message=_("At least one mail a second."),
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "SendingRules":
        return cls.objects.filter(pk=1).first() or cls()
