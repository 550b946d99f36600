"""Subscribers, and beside each the whole evidence. Nothing here can be rewritten."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ijm import erasing
from ijm.admin.bases import ReadOnlyAdmin, ReadOnlyInline
from ijm.admin.one_person import OnePersonAdmin
from ijm.admin.reason import ask_reason
from ijm.csv_export import csv_download
from newsletter import exporting
from newsletter.leaving import leave_on_request
from newsletter.models import ConsentEvent, Delivery, Subscriber, Subscription
from newsletter.occasion import Occasion


class SubscriptionInline(ReadOnlyInline):
    model = Subscription
    fields = ("interest", "lawful_basis", "began_at", "ended_at", "ended_reason")


class EvidenceInline(ReadOnlyInline):
    model = ConsentEvent
    verbose_name_plural = _("Evidence, oldest first")
    fields = (
        "at",
        "kind",
        "interests",
        "consent_text",
        "lawful_basis",
        "form",
        "source_path",
        "actor",
        "note",
    )


class DeliveryInline(ReadOnlyInline):
    model = Delivery
    verbose_name_plural = _("Issues")
    fields = ("issue", "state", "sent_at", "code")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).select_related("issue")


class OnTheListFilter(admin.SimpleListFilter):
    title = _("on the list")
    parameter_name = "on"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [("yes", _("Yes")), ("unconfirmed", _("Not confirmed")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "yes":
                return queryset.on_the_list()
            case "unconfirmed":
                return queryset.filter(confirmed_at=None, forgotten_at=None)
            case "no":
                on = Subscription.objects.current().values("subscriber")
                return queryset.exclude(confirmed_at=None).exclude(pk__in=on)
        return queryset


@admin.register(Subscriber)
class SubscriberAdmin(OnePersonAdmin, ReadOnlyAdmin):
    erase_permission = "newsletter.erase_subscriber"
    erased = _(
        "Erased: the address, and all the newsletter and our letters knew of this "
        "person. A keyed hash stays, so that no list brings them back."
    )
    list_display = ("__str__", "gets", "country", "postcode", "confirmed_at")
    list_filter = (OnTheListFilter,)
    search_fields = ("identity",)
    search_help_text = _("How the address begins, or all of it.")
    inlines = (SubscriptionInline, DeliveryInline, EvidenceInline)
    change_list_template = "newsletter/admin/subscribers.html"
    change_form_template = "newsletter/admin/subscriber.html"
    fields = (
        "address",
        "country",
        "postcode",
        "language",
        "created_at",
        "confirmed_at",
        "paused_until",
        "forgotten_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        found = super().get_queryset(request)
        return found.prefetch_related("subscriptions__interest")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By its beginning, which an index answers whatever the number of rows."""
        beginning = search_term.strip().lower()
        if beginning:
            queryset = queryset.filter(identity__startswith=beginning)
        return queryset, False

    @admin.display(description=_("gets"))
    def gets(self, subscriber: Subscriber) -> str:
        on = [row for row in subscriber.subscriptions.all() if row.is_current]
        return ", ".join(str(row.interest) for row in on) or "–"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        more = {"title": _("Subscriber"), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, more)

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/unsubscription/",
            self.admin_site.admin_view(self.unsubscription),
            name="newsletter_subscriber_unsubscription",
        )
        export = path(
            "export/",
            self.admin_site.admin_view(require_POST(self.export)),
            name="newsletter_subscriber_export",
        )
        return [own, export, *super().get_urls()]

    def copy_of(self, person: Subscriber) -> dict[str, Any]:
        return erasing.export(person.address or "")

    def erase(self, person: Subscriber) -> None:
        erasing.erase(person.address or "")

    def export(self, request: HttpRequest) -> StreamingHttpResponse:
        """Everybody on the list; who took it away, and when, is on record."""
        if not request.user.has_perm("newsletter.export_subscriber"):
            raise PermissionDenied
        LogEntry.objects.create(
            user=request.user,  # type: ignore[misc]
            content_type=ContentType.objects.get_for_model(Subscriber),
            object_repr=str(self.opts.verbose_name_plural),
            action_flag=CHANGE,
            change_message=str(_("Exported the list.")),
        )
        return csv_download("subscribers", exporting.COLUMNS, exporting.rows())

    def unsubscription(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("newsletter.unsubscribe_subscriber"):
            raise PermissionDenied
        subscriber = get_object_or_404(Subscriber, pk=pk)

        def act(note: str) -> None:
            occasion = Occasion(
                at=timezone.now(),
                form="staff",
                actor=request.user,  # type: ignore[arg-type]
                note=note,
            )
            leave_on_request(subscriber, occasion)

        return ask_reason(
            request,
            self,
            subscriber,
            title=_("Unsubscribe on request"),
            button=_("End all newsletters"),
            back=reverse("admin:newsletter_subscriber_change", args=[pk]),
            act=act,
            done=_("All newsletters to this address have ended."),
        )
