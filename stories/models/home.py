"""What stands on the home page, as chosen by staff."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def _slot(label: object, help_text: object = "") -> models.ForeignKey:
    return models.ForeignKey(
        "stories.Story",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "story"},
        verbose_name=label,
        help_text=help_text,
    )


class HomePage(models.Model):
    """One row. A slot whose story is not public is filled with the newest story."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    heading = models.CharField(
        _("heading"),
        max_length=120,
        blank=True,
        help_text=_("What the charity does, in one line. Stands above the lead story."),
    )
    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    lead = _slot(_("lead story"), _("Blank shows the newest."))
    featured_one = _slot(_("first featured"))
    featured_two = _slot(_("second featured"))
    featured_three = _slot(_("third featured"))
    appeal_heading = models.CharField(_("heading"), max_length=90, blank=True)
    appeal_text = models.TextField(_("text"), max_length=400, blank=True)
    appeal_label = models.CharField(_("button"), max_length=30, blank=True)
    appeal_url = models.CharField(
        _("leads to"), max_length=200, blank=True, help_text=_("Like /give/.")
    )
    appeal_photo = models.ForeignKey(
        "stories.Photo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    appeal_ends_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("The appeal leaves the page by itself after this day."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("home page")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="home_page_is_one_row"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Home page"))

    def clean(self) -> None:
        if self.appeal_heading and not (self.appeal_url and self.appeal_ends_on):
            raise ValidationError(
                _("An appeal needs an address to lead to and a last day."),
                code="appeal",
            )

    @property
    def slots(self) -> list[int]:
        """Story ids in their order: the lead, then up to three."""
        chosen = (
            self.lead_id,
            self.featured_one_id,
            self.featured_two_id,
            self.featured_three_id,
        )
        return [story for story in chosen if story]

    def has_appeal(self, today: date) -> bool:
        ends = self.appeal_ends_on
        return bool(self.appeal_heading and ends and today <= ends)
