"""Addresses we do not write to. Staff add one by typing it; it cannot be read back."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.addresses import EmailAddressField
from ijm.admin.bases import LongListAdmin
from ijm.admin.reason import ask_reason
from newsletter.models import Suppression


class SuppressionForm(forms.ModelForm):
    address = EmailAddressField(
        label=_("email address"), help_text=_("Kept as a keyed hash only.")
    )

    class Meta:
        model = Suppression
        fields = ("address", "scope", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("note"):
            self.add_error("note", _("Say who asked for it, and how."))
        standing = Suppression.objects.against(cleaned.get("address", ""))
        if standing.filter(reason=Suppression.Reason.STAFF).exists():
            self.add_error("address", _("This address is suppressed already."))
        return cleaned


@admin.register(Suppression)
class SuppressionAdmin(LongListAdmin):
    list_display = ("since", "reason", "scope", "lifted_at", "by", "note")
    list_filter = ("reason", "scope")
    list_select_related = ("by",)
    search_fields = ("digest",)
    search_help_text = _("A whole email address.")
    change_form_template = "newsletter/admin/suppression.html"

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = SuppressionForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("address", "scope", "note")
        return ("reason", "scope", "since", "lifted_at", "by", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if search_term:
            queryset = queryset.filter(digest=Suppression.digest_of(search_term))
        return queryset, False

    def save_model(
        self, request: HttpRequest, obj: Suppression, form: Any, change: bool
    ) -> None:
        if change:
            return
        obj.digest = Suppression.digest_of(form.cleaned_data["address"])
        obj.reason, obj.since = Suppression.Reason.STAFF, timezone.now()
        obj.by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/lifting/",
            self.admin_site.admin_view(self.lifting),
            name="newsletter_suppression_lifting",
        )
        return [own, *super().get_urls()]

    def lifting(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("newsletter.change_suppression"):
            raise PermissionDenied
        row = get_object_or_404(Suppression.objects.standing(), pk=pk)
        return ask_reason(
            request,
            self,
            row,
            title=_("Let this address join again"),
            button=_("Lift"),
            back=reverse("admin:newsletter_suppression_changelist"),
            act=lambda note: row.lift(by=request.user, note=note, now=timezone.now()),
            done=_("Lifted. The owner of the address can sign up again."),
        )
