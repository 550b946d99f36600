"""What a story is about, and where."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
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

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stories:topic", args=[self.slug])


class Place(models.Model):
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

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("stories:place", args=[self.slug])
