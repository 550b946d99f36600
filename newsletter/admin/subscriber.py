"""Subscribers, and beside each the whole evidence. Nothing here can be rewritten."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.admin.bases import ReadOnlyAdmin, ReadOnlyInline
from newsletter.admin.reason import ask_reason
from newsletter.leaving import leave_on_request
from newsletter.models import ConsentEvent, Subscriber, Subscription
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
class SubscriberAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "gets", "country", "postcode", "confirmed_at")
    list_filter = (OnTheListFilter,)
    search_fields = ("identity",)
    search_help_text = _("How the address begins, or all of it.")
    inlines = (SubscriptionInline, EvidenceInline)
    change_form_template = "newsletter/admin/subscriber.html"
    fields = (
        "address",
        "country",
        "postcode",
        "language",
        "created_at",
        "confirmed_at",
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

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/unsubscription/",
            self.admin_site.admin_view(self.unsubscription),
            name="newsletter_subscriber_unsubscription",
        )
        return [own, *super().get_urls()]

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
