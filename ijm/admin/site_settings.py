"""The settings of the site: one form, no list."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SplitArrayField
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ijm import generation
from ijm.admin.bases import OneOfTheFirstSteps, OneRowAdmin, TableInline
from ijm.admin.public_words import SpeaksInPublic
from ijm.models import MenuItem, SisterSite, SiteSettings, SocialLink
from ijm.zones import zone_choices


class MenuItemInline(SpeaksInPublic, TableInline):
    model = MenuItem
    extra = 1


class SocialLinkInline(SpeaksInPublic, TableInline):
    model = SocialLink
    extra = 0


class SisterSiteInline(SpeaksInPublic, TableInline):
    model = SisterSite
    extra = 0


GIVEN = "sign_up_heading sign_up_text portal_heading portal_text safety_text".split()


class SiteSettingsForm(forms.ModelForm):
    further_zones = SplitArrayField(
        forms.ChoiceField(
            choices=zone_choices,
            required=False,
            widget=forms.Select(attrs={"aria-label": _("further clock")}),
        ),
        size=4,
        required=False,
        label=_("Further clocks"),
        help_text=SiteSettings._meta.get_field("further_zones").help_text,
    )

    class Meta:
        model = SiteSettings
        exclude = ()  # noqa: DJ006 - the fieldsets below say which

    def clean_further_zones(self) -> list[str]:
        return [zone for zone in self.cleaned_data["further_zones"] if zone]


@admin.register(SiteSettings)
class SiteSettingsAdmin(OneOfTheFirstSteps, SpeaksInPublic, OneRowAdmin):
    form = SiteSettingsForm
    inlines = (MenuItemInline, SocialLinkInline, SisterSiteInline)
    fieldsets = (
        (
            _("The charity"),
            {
                "fields": (
                    "name",
                    "tagline",
                    "legal_name",
                    "registration_line",
                    "tax_line",
                    "address",
                    "email",
                    "telephone",
                )
            },
        ),
        (
            _("Giving"),
            {
                "fields": (
                    "give_label",
                    "give_once_heading",
                    "give_once_text",
                    "partner_heading",
                    "partner_text",
                    "currency",
                    "bank_details",
                )
            },
        ),
        (
            _("At the foot of each page"),
            {
                "fields": (
                    "sign_up_heading",
                    "sign_up_text",
                    "portal_heading",
                    "portal_text",
                    "safety_text",
                )
            },
        ),
        (_("Stories"), {"fields": ("how_we_tell", "further_zones")}),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The first time: what pages say until then. Only the names are asked for."""
        house = SiteSettings.unwritten()
        return {name: getattr(house, name) for name in GIVEN}

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, *rest: Any) -> None:
        super().save_related(request, form, *rest)
        generation.bump()
