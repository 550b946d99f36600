"""The settings of the site: one form, no list."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ijm import generation
from ijm.admin.bases import OneRowAdmin
from ijm.models import MenuItem, SisterSite, SiteSettings, SocialLink


class MenuItemInline(admin.TabularInline):
    model = MenuItem
    extra = 1


class SocialLinkInline(admin.TabularInline):
    model = SocialLink
    extra = 0


class SisterSiteInline(admin.TabularInline):
    model = SisterSite
    extra = 0


@admin.register(SiteSettings)
class SiteSettingsAdmin(OneRowAdmin):
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
        (_("Stories"), {"fields": ("how_we_tell",)}),
    )

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, *rest: Any) -> None:
        super().save_related(request, form, *rest)
        generation.bump()
