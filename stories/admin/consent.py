"""Consents at the desk: handed in by many, read and decided by Safeguarding."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ijm.admin.bases import AppendOnlyAdmin
from ijm.dates import today
from stories import consenting
from stories.admin import consent_verbs, queue
from stories.admin.consent_forms import HandInForm
from stories.models import Consent
from stories.models.sealing import may_open
from stories.shown_where import where_shown

NAMED = ("photos", "enclosures")
THE_FORM = ("subject", "recorded", "file", ("given_on", "expires_on"), *NAMED)
EXPLAINED = ("language", "explained_by")
WHO = ("age", "guardian", "turns_18_on")
ALLOWED = ("channels", "identifiers")
SEALED = ("guardian", "note", "risk")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("to verify")),
            ("in_force", _("in force")),
            ("lapsing", _("ends within 60 days")),
            ("lapsed", _("ended by its date")),
            ("ended", _("refused or withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value()
        if chosen in {"waiting", "ended"}:
            return getattr(queryset, chosen)()
        if chosen in {"in_force", "lapsing", "lapsed"}:
            return getattr(queryset, chosen)(today())
        return queryset


@admin.register(Consent)
class ConsentAdmin(AppendOnlyAdmin):
    list_display = ("subject", "state", "holds", "shown_in")
    list_filter = (StateFilter, "age")
    search_fields = ("subject__reference", "subject__pseudonym")
    list_select_related = ("subject",)
    autocomplete_fields = ("subject", "photos")
    change_list_template = "admin/stories/consent/change_list.html"
    change_form_template = "admin/stories/consent/change_form.html"
    add_fieldsets = (
        (None, {"fields": THE_FORM}),
        (_("Who gave it"), {"fields": WHO}),
        (_("How it was explained"), {"fields": EXPLAINED}),
        (_("What it allows"), {"fields": ALLOWED}),
        (_("For Safeguarding"), {"fields": ("note",)}),
    )
    change_fieldsets = (
        (
            None,
            {
                "fields": (
                    "subject",
                    "recorded",
                    ("given_on", "expires_on"),
                    "lapses_on",
                )
            },
        ),
        (_("Who gave it"), {"fields": WHO}),
        (_("How it was explained"), {"fields": EXPLAINED}),
        (_("What it allows"), {"fields": ("shown_in", "recognised_by", *NAMED)}),
        (_("Risk"), {"fields": ("risk_assessed_on", "risk", "note")}),
    )

    class Media:
        css = {"all": ("css/admin/stories.css",)}  # noqa: RUF012

    def get_urls(self) -> list[Any]:
        def at(noun: str, view: Any) -> Any:
            wrapped = self.admin_site.admin_view(view)
            return path(f"<int:pk>/{noun}/", wrapped, name=f"stories_consent_{noun}")

        return [
            path(
                "queue/",
                self.admin_site.admin_view(queue.queue),
                name="stories_consent_queue",
            ),
            at("form", consent_verbs.form),
            at("verification", consent_verbs.verification),
            at("refusal", consent_verbs.refusal),
            at("withdrawal", consent_verbs.withdrawal),
            *super().get_urls(),
        ]

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        if obj is None:
            kw["form"] = HandInForm
        return super().get_form(request, obj, change=change, **kw)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            amending = self.has_view_permission(request) and request.GET.get("amends")
            more = ((None, {"fields": ("amends",)}),) if amending else ()
            return (*self.add_fieldsets, *more)
        if may_open(request.user):
            return self.change_fieldsets
        return [
            (
                title,
                {"fields": [name for name in given["fields"] if name not in SEALED]},
            )
            for title, given in self.change_fieldsets
        ]

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        photos, enclosures = (form.cleaned_data[name] for name in NAMED)
        by: Any = request.user
        things = photos, enclosures
        consenting.hand_in(obj, form.signed, things, by, timezone.now())

    def response_add(
        self, request: HttpRequest, obj: Consent, post_url_continue: Any = None
    ) -> HttpResponse:
        messages.success(
            request,
            _("Handed in. It counts once Safeguarding has verified it."),
        )
        if self.has_view_permission(request, obj):
            return redirect("admin:stories_consent_change", obj.pk)
        return redirect("admin:stories_subject_change", obj.subject_id)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        consent = self.get_object(request, object_id)
        more = {
            "may_open": may_open(request.user),
            "where": where_shown(consent.subject, timezone.now()) if consent else [],
            "state": consent and self.state(consent),
        }
        return super().change_view(request, object_id, extra_context=more)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consent]:
        return super().get_queryset(request).defer("note", "risk")

    @admin.display(description=_("state"))
    def state(self, consent: Consent) -> str:
        return consent.state(today())

    @admin.display(description=_("holds"), ordering="lapses_on")
    def holds(self, consent: Consent) -> str:
        """One column, so that a telephone shows the others as well."""
        days = (date_format(d, "j M Y") for d in (consent.given_on, consent.lapses_on))
        return " – ".join(days)

    @admin.display(description=_("shown in"))
    def shown_in(self, consent: Consent) -> str:
        return consent.channels_in_words

    @admin.display(description=_("may be recognised by"))
    def recognised_by(self, consent: Consent) -> str:
        return consent.identifiers_in_words
