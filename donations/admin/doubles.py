"""Pairs that may be one donor: looked at side by side, joined or told apart."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from donations import doubles
from donations.forms.desk import ReasonForm
from donations.models import Donor, NotJoinable, Payment, Pledge, belonging_to

RIGHT = "donations.change_donor"


class JoinForm(ReasonForm):
    stays = forms.ChoiceField(
        label=gettext_lazy("Which stands afterwards"),
        help_text=gettext_lazy(
            "Its name and addresses are used. The other is kept for the books, and "
            "whoever signs in with an address it had proved comes to this one."
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which of the two stands.")},
    )
    field_order = ("stays", "reason")

    def __init__(self, *args: Any, rows: list[Donor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        self.fields["stays"].choices = [  # type: ignore[attr-defined]
            (key, f"{row} · {row.email or '–'}") for key, row in self.rows.items()
        ]

    @property
    def survivor(self) -> Donor:
        return self.rows[self.cleaned_data["stays"]]

    @property
    def other(self) -> Donor:
        return next(row for row in self.rows.values() if row != self.survivor)


def addresses(site: admin.AdminSite) -> list[URLPattern]:
    two = "<uuid:pk>/joining/<uuid:other>/"
    return [
        path("doubles/", site.admin_view(queue), name="donations_doubles"),
        path(two, site.admin_view(joining), name="donations_joining"),
        path(
            f"{two}apart/",
            site.admin_view(require_POST(apart)),
            name="donations_apart",
        ),
    ]


def queue(request: HttpRequest) -> HttpResponse:
    _guard(request)
    context = {
        **admin.site.each_context(request),
        "title": _("May be one donor"),
        "opts": Donor._meta,
        "pairs": doubles.pairs(),
    }
    return TemplateResponse(request, "donations/admin/doubles.html", context)


@require_http_methods(["GET", "POST"])
def joining(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """GET shows both; POST joins one to the other, for good."""
    rows = _both(request, pk, other)
    form = JoinForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_bound and form.is_valid():
        try:
            form.other.merge_into(
                form.survivor,
                timezone.now(),
                request.user,  # type: ignore[arg-type]
                form.cleaned_data["reason"],
            )
        except NotJoinable:
            form.add_error(None, _("One of them was joined or erased meanwhile."))
        else:
            messages.success(request, _("Joined. Nothing of either is lost."))
            return redirect("admin:donations_donor_change", form.survivor.pk)
    context = {
        **admin.site.each_context(request),
        "title": _("One donor from two"),
        "opts": Donor._meta,
        "sides": [_side(row) for row in rows],
        "rows": rows,
        "form": form,
    }
    status = 422 if form.errors else 200
    template = "donations/admin/joining.html"
    return TemplateResponse(request, template, context, status=status)


def apart(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    one, two = _both(request, pk, other)
    doubles.tell_apart(one, two, request.user, timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("They are two; this pair is not shown again."))
    return redirect("admin:donations_doubles")


def _guard(request: HttpRequest) -> None:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def _both(request: HttpRequest, pk: UUID, other: UUID) -> list[Donor]:
    _guard(request)
    standing = Donor.objects.standing()
    return [get_object_or_404(standing, pk=key) for key in (pk, other)]


def _side(donor: Donor) -> dict[str, Any]:
    gifts = Payment.objects.settled().filter(belonging_to(donor))
    return {
        "donor": donor,
        "pledges": Pledge.objects.filter(belonging_to(donor)).prefetch_related("terms"),
        "gifts": gifts.count(),
        "last": gifts.order_by("-received_on").first(),
    }
