"""Whether visitors may pay by card, and the gifts that are being paid."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.admin.in_doubt import MAY, REFUSALS
from donations.admin.offers import MovesPages
from donations.admin.verbs import Verb, VerbsAdmin
from donations.collecting import braking, checking_out
from donations.models import CardSwitch, Checkout
from ijm.admin.bases import OneRowAdmin
from ijm.models import StaffMember


class CardSwitchForm(forms.ModelForm):
    release = forms.BooleanField(
        label=_("Release the brake: take cards again now"),
        required=False,
        help_text=_(
            "It pulls itself when many cards are declined within minutes, and lets go "
            "after an hour. Read docs/runbooks/card-testing.md first."
        ),
    )

    class Meta:
        model = CardSwitch
        fields = ("taking",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_braked(timezone.now()):
            del self.fields["release"]


@admin.register(CardSwitch)
class CardSwitchAdmin(OneRowAdmin, MovesPages):
    form = CardSwitchForm
    readonly_fields = ("braked_at",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        braked = obj is not None and obj.is_braked(timezone.now())
        return ["taking", "braked_at", *(["release"] if braked else [])]

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("release"):
            braking.release()


def _ask(checkout: Checkout, form: forms.Form, by: StaffMember) -> None:
    checking_out.take_up(checkout, timezone.now())


class OpenedFilter(admin.SimpleListFilter):
    """At first those whose giver was led to a page; others only read the review."""

    title = _("page")
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [
            ("lost", _("over, and nobody knows how it ended")),
            ("none", _("only the review was read")),
        ]

    def choices(self, changelist: Any) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("its giver was led to one")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        if self.value() == "none":
            return queryset.filter(processor_ref=None)
        if self.value() == "lost":
            return queryset.lost(timezone.now())
        return queryset.opened()


@admin.register(Checkout)
class CheckoutAdmin(VerbsAdmin):
    list_display = ("created_at", "result", "declined", "processor_ref")
    list_filter = (OpenedFilter, "result", "processor")
    search_fields = ("processor_ref__exact",)
    fields = (
        "created_at",
        "expires_at",
        "processor",
        "processor_ref",
        "declined",
        "declined_at",
        "ended_at",
        "result",
        "agreement",
    )
    verbs = {
        "sync": Verb(
            _("Ask its processor what became of it"),
            lambda checkout, data: forms.Form(data),
            _ask,
            MAY,
            lambda checkout: not checkout.is_over,
            REFUSALS,
        )
    }
