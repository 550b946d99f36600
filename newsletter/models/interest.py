"""What a subscriber may be interested in: three kinds of mail, worded by staff."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class Interest(models.Model):
    """One kind of mail. The rows are made after migrations; see `first_rows`."""

    STORIES, EVENTS, OPPORTUNITIES = "stories", "events", "opportunities"

    slug = models.SlugField(_("key"), max_length=40, unique=True, editable=False)
    name = models.CharField(
        _("name"), max_length=80, help_text=_("As it stands beside the tick box.")
    )
    promise = models.CharField(
        _("what to expect"),
        max_length=160,
        help_text=_("How often, and of what. Keep to it: people agreed to this."),
    )
    needs_area = models.BooleanField(
        _("needs an area"),
        default=False,
        editable=False,
        help_text=_("Country and postcode are asked for this interest only."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
