"""What giving pages offer: amounts, funds, campaigns. A change shows at once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from donations.models import Campaign, Fund, GivingOption, Payment
from ijm import generation
from ijm.admin.public_words import SpeaksInPublic
from ijm.money import AmountNotUnderstood, Money


class MovesPages(admin.ModelAdmin):
    """Public pages forget what they kept when such a row changes."""

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        generation.bump()

    def save_related(self, request: HttpRequest, *rest: Any) -> None:
        super().save_related(request, *rest)
        generation.bump()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        generation.bump()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        generation.bump()


class ShownToThePublic(SpeaksInPublic, MovesPages):
    """And its words are asked about first."""


class TypedMoneyForm(forms.ModelForm):
    """An amount as people write it, beside the currency it is in."""

    typed = forms.CharField(
        label=_("Amount"), max_length=20, help_text=_("Like 30 or 30.50.")
    )
    column = "amount_minor"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        minor = getattr(self.instance, self.column)
        if minor is not None:
            self.initial["typed"] = Money(minor, self.instance.currency).plain

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        typed = answers.get("typed")
        # Where staff may only read it, it is not among the answers.
        currency = answers.get("currency") or self.instance.currency
        if typed and currency:
            try:
                amount = Money.parse(typed, currency)
            except AmountNotUnderstood as wrong:
                self.add_error("typed", ValidationError(str(wrong.message), wrong.code))
            else:
                setattr(self.instance, self.column, amount.minor)
        return answers


class OptionForm(TypedMoneyForm):
    class Meta:
        model = GivingOption
        fields = ("frequency", "currency", "makes_possible", "position")


class CampaignForm(TypedMoneyForm):
    column = "goal_minor"
    typed = forms.CharField(
        label=_("Goal"),
        max_length=20,
        required=False,
        help_text=_("Leave it empty for a campaign without a goal."),
    )

    class Meta:
        model = Campaign
        fields = (
            "title",
            "slug",
            "standfirst",
            "fund",
            "currency",
            "opens_on",
            "closes_on",
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not answers.get("typed"):
            self.instance.goal_minor = None
        return answers


@admin.register(GivingOption)
class GivingOptionAdmin(ShownToThePublic):
    form = OptionForm
    list_display = ("amount", "frequency", "makes_possible", "position")
    list_filter = ("frequency", "currency")
    fields = ("frequency", "currency", "typed", "makes_possible", "position")


@admin.register(Campaign)
class CampaignAdmin(ShownToThePublic):
    form = CampaignForm
    list_display = ("title", "fund", "raised", "goal", "opens_on", "closes_on")
    list_select_related = ("fund",)
    prepopulated_fields = {"slug": ("title",)}
    fields = (
        "title",
        "slug",
        "standfirst",
        "fund",
        ("currency", "typed"),
        "raised",
        ("opens_on", "closes_on"),
    )

    def get_readonly_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> tuple[str, ...]:
        """What was given in one currency is not counted in another."""
        given = obj and Payment.objects.filter(campaign=obj).exists()
        return ("raised", "currency") if given else ("raised",)

    @admin.display(description=_("received so far"))
    def raised(self, campaign: Campaign) -> str:
        return str(campaign.raised)


@admin.register(Fund)
class FundAdmin(ShownToThePublic):
    list_display = ("name", "code", "account", "closed_on")
    fields = ("name", "code", "description", "account", "position", "closed_on")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> tuple[str, ...]:
        return ("code",) if obj else ()
