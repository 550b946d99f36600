"""Bridging acceptances: signed for many at once, seen until empty, ended by a press."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ijm.admin.bases import AppendOnlyAdmin, ReadOnlyInline
from ijm.dates import today
from stories import bridging
from stories.admin.asking import typed
from stories.admin.kept_words import KeptWords
from stories.admin.verb import ask_and_do
from stories.models import Arrival, Bridge, BridgingAcceptance
from stories.models.bridge import LONGEST

AT_ONCE = 100


class SigningForm(forms.ModelForm):
    reason = KeptWords(
        label=_("Why it can be answered for"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was looked at, and why waiting would do more harm."),
    )
    arrivals = forms.ModelMultipleChoiceField(
        label=_("Low-risk stories to sign for"),
        queryset=Arrival.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )
    person: Any = None

    class Meta:
        model = BridgingAcceptance
        fields = ("ends_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = bridging.unsigned(timezone.now()).visible_to(self.person)
        first = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
        field: Any = self.fields["arrivals"]
        field.queryset = waiting.filter(pk__in=first)
        field.label_from_instance = lambda arrival: str(arrival.story)

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        if not today() < day <= today() + LONGEST:
            raise ValidationError(_("Choose a day within the next half year."))
        return day

    def clean_arrivals(self) -> Any:
        """The same questions as at signing, so that the answers stand in the form."""
        found = [
            f"{arrival.story}: {problem}"
            for arrival in self.cleaned_data["arrivals"]
            for problem in bridging.obstacles(arrival, self.person, timezone.now())
        ]
        if found:
            raise ValidationError(found)
        return self.cleaned_data["arrivals"]


class EndingForm(forms.Form):
    why = KeptWords(
        label=_("Why it ends"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("All that is public under it is gone with your press."),
    )


class BridgeInline(ReadOnlyInline):
    model = Bridge
    fields = ("title", "called_by", "standing")
    readonly_fields = ("title", "standing")
    verbose_name_plural = _("Stories it was signed for")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bridge]:
        found: Any = super().get_queryset(request)
        return found.visible_to(request.user).select_related("story", "called_by")

    @admin.display(description=_("story"))
    def title(self, bridge: Bridge) -> SafeString:
        url = reverse("admin:stories_story_change", args=[bridge.story_id])
        return format_html('<a href="{}">{}</a>', url, bridge.story)

    @admin.display(description=_("state"))
    def standing(self, bridge: Bridge) -> Any:
        if Bridge.objects.public(timezone.now()).filter(pk=bridge.pk).exists():
            return _("public, to answer properly")
        leans = Bridge.objects.leaned_on().filter(pk=bridge.pk).exists()
        return _("not public") if leans else _("answered properly")


@admin.register(BridgingAcceptance)
class BridgingAcceptanceAdmin(AppendOnlyAdmin):
    form = SigningForm
    list_display = ("signed_by", "signed_at", "ends_on", "count", "ended_at")
    inlines = (BridgeInline,)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("ends_on", "reason", "arrivals")
        seen = ("signed_by", "signed_at", "ends_on", "reason")
        return (*seen, "ended_at", "ended_by", "ended_why") if obj.ended_at else seen

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.person = request.user  # a class of this request alone
        return form

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[BridgingAcceptance]:
        return super().get_queryset(request).annotate(signed_for=Count("bridges"))

    def get_urls(self) -> list[Any]:
        ending = self.admin_site.admin_view(_ending)
        name = "stories_bridgingacceptance_ending"
        return [path("<int:pk>/ending/", ending, name=name), *super().get_urls()]

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        made = bridging.sign(
            form.cleaned_data["arrivals"],
            request.user,  # type: ignore[arg-type]
            obj.ends_on,
            obj.reason,
            timezone.now(),
        )
        obj.pk, obj.signed_by = made.pk, made.signed_by  # for the admin's own log

    @admin.display(description=_("stories"), ordering="signed_for")
    def count(self, acceptance: Any) -> int:
        return acceptance.signed_for


@ask_and_do
def _ending(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("stories.add_bridgingacceptance"):
        raise PermissionDenied
    acceptance = get_object_or_404(BridgingAcceptance, pk=pk, ended_at=None)
    back = reverse("admin:stories_bridgingacceptance_change", args=[pk])
    form = EndingForm(typed(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        bridging.end(acceptance, request.user, why, timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("It has ended. What leaned on it is gone."))
        return redirect(back)
    context = {
        **admin.site.each_context(request),
        "title": _("End it now"),
        "opts": BridgingAcceptance._meta,
        "row": acceptance,
        "back": back,
        "action": request.path,
        "form": form,
        "button": _("End it now"),
        "danger": True,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(
        request, "admin/stories/asking.html", context, status=status
    )
