"""Gift Aid at the desk: what donors declared, and claims for HMRC."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from donations.admin.verbs import Verb, VerbsAdmin
from donations.forms.gift_aid import CancelForm, DeclarationForm, SentToHmrcForm
from donations.models import GiftAidClaim, GiftAidClaimLine, GiftAidDeclaration
from donations.receipts import gift_aid
from ijm.admin.bases import ReadOnlyInline
from ijm.csv_export import csv_download
from ijm.models import StaffMember

CLAIMS = "donations.claim_gift_aid"


def _cancel(declared: GiftAidDeclaration, form: Any, by: StaffMember) -> None:
    declared.cancel(form.cleaned_data["cancelled_on"])


def _sent(claim: GiftAidClaim, form: Any, by: StaffMember) -> None:
    claim.change(**form.cleaned_data)


@admin.register(GiftAidDeclaration)
class DeclarationAdmin(VerbsAdmin):
    list_display = ("donor", "declared_on", "how", "covers_from", "cancelled_on")
    list_filter = ("how",)
    list_select_related = ("donor",)
    raw_id_fields = ("donor",)
    fields = (
        "donor",
        "title",
        "first_name",
        "last_name",
        "house",
        "postcode",
        "declared_on",
        "how",
        "covers_from",
        "covers_until",
        "cancelled_on",
        "words_version",
        "words",
        "recorded_by",
    )
    verbs = {
        "cancellation": Verb(
            gettext_lazy("The donor cancels it"),
            lambda declared, data: CancelForm(data),
            _cancel,
            CLAIMS,
            lambda declared: declared.cancelled_on is None,
        )
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("donations.add_giftaiddeclaration")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        if obj:
            return super().get_form(request, obj, change=change, **kw)
        return super().get_form(request, obj, change=change, form=DeclarationForm, **kw)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else DeclarationForm.Meta.fields

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        obj.recorded_by = request.user
        super().save_model(request, obj, form, change)


class ClaimLineInline(ReadOnlyInline):
    model = GiftAidClaimLine
    fields = ("payment", "declaration", "kind", "amount")
    readonly_fields = ("amount",)


@admin.register(GiftAidClaim)
class ClaimAdmin(VerbsAdmin):
    change_list_template = "donations/admin/claims.html"
    change_form_template = "donations/admin/claim.html"
    list_display = ("made_at", "made_by", "gifts", "taken_back", "sent_on")
    list_select_related = ("made_by",)
    inlines = (ClaimLineInline,)
    fields = (
        "made_at",
        "made_by",
        "gifts",
        "taken_back",
        "adjustment",
        "sent_on",
        "hmrc_receipt",
    )
    verbs = {
        "sending": Verb(
            gettext_lazy("It was sent to HMRC"),
            lambda claim, data: SentToHmrcForm(data),
            _sent,
            CLAIMS,
            lambda claim: claim.sent_on is None,
        )
    }

    @admin.display(description=gettext_lazy("tax claimed too much before"))
    def adjustment(self, claim: GiftAidClaim) -> str:
        return str(gift_aid.overclaimed_tax(claim))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        waiting = gift_aid.claimable(timezone.now())[: gift_aid.MOST_ROWS].count()
        context = {**(extra_context or {}), "waiting": waiting}
        return super().changelist_view(request, context)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path(
                "making/",
                view(require_POST(self.making)),
                name="donations_giftaidclaim_making",
            ),
            path(
                "<int:pk>/schedule/",
                view(self.schedule),
                name="donations_giftaidclaim_schedule",
            ),
            *super().get_urls(),
        ]

    def making(self, request: Any) -> HttpResponse:
        if not request.user.has_perm(CLAIMS):
            raise PermissionDenied
        try:
            claim = gift_aid.make_claim(request.user, timezone.now())
        except gift_aid.NothingToClaim:
            messages.warning(request, _("No gift waits to be claimed."))
            return redirect("admin:donations_giftaidclaim_changelist")
        return redirect("admin:donations_giftaidclaim_change", claim.pk)

    def schedule(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """HMRC's columns, to be pasted into its spreadsheet."""
        if not request.user.has_perm(CLAIMS):
            raise PermissionDenied
        claim = get_object_or_404(GiftAidClaim, pk=pk)
        name = f"gift-aid-{claim.pk}"
        return csv_download(name, gift_aid.COLUMNS, gift_aid.rows(claim))
