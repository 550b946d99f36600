"""What a story is about, and where."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing
from stories.models.merging import (
    Merging,
    MergingQuerySet,
    merged_by,
    merged_into,
    merged_whole,
)


class Topic(Merging, Changing):
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        help_text=_("Stays as it is once saved: other sites link to it."),
    )
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Two or three sentences at the top of the topic’s page."),
    )
    aliases = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("other words for it"),
        default=list,
        blank=True,
        help_text=_("Separated by commas. Search finds the topic’s stories by them."),
    )
    ask_text = models.CharField(
        _("what to ask its readers"),
        max_length=240,
        blank=True,
        help_text=_("For each story of this topic that has no ask of its own."),
    )
    ask_fund = models.SlugField(_("fund code"), max_length=40, blank=True)
    merged_into = merged_into()
    merged_at = models.DateTimeField(_("merged"), null=True, editable=False)
    merged_by = merged_by()

    objects = MergingQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [merged_whole("topic_merged_whole")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stories:topic", args=[self.slug])


class Place(Merging, Changing):
    """A country or a region, never more exact than is safe."""

    name = models.CharField(
        _("name"),
        max_length=60,
        help_text=_("A country or a wide region. Nothing that points to a home."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        help_text=_("Stays as it is once saved: other sites link to it."),
    )
    introduction = models.TextField(_("introduction"), blank=True)
    aliases = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("other words for it"),
        default=list,
        blank=True,
        help_text=_("Separated by commas. Search finds the place’s stories by them."),
    )
    merged_into = merged_into()
    merged_at = models.DateTimeField(_("merged"), null=True, editable=False)
    merged_by = merged_by()

    objects = MergingQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name"]
        constraints = [merged_whole("place_merged_whole")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stories:place", args=[self.slug])
