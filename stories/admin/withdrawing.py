"""Several photos or enclosures leave the public at once, for a reason that is asked for
first, as it is of one: the history of each keeps it."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stories.admin.asking import ask, typed
from stories.admin.library.pixel_forms import WhyForm

AT_ONCE = 100


class WithdrawsSeveral(admin.ModelAdmin):
    """For what has `withdraw(by, why)`, and is never deleted."""

    has_withdraw_permission: Callable[[HttpRequest], bool]
    actions = ("withdraw",)

    def get_urls(self) -> list[Any]:
        asking = require_http_methods(["GET", "POST"])(self.withdrawals)
        view, name = self.admin_site.admin_view(asking), self._named("withdrawals")
        return [path("withdrawals/", view, name=name), *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # it is withdrawn; that it was there must stay on record

    @admin.action(
        description=_("Withdraw: gone from every page at once…"),
        permissions=("withdraw",),
    )
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        here = queryset.filter(withdrawn_at=None).values_list("pk", flat=True)
        ids = [*here[: AT_ONCE + 1]]
        if len(ids) > AT_ONCE:
            words = _("These are the first %d. Withdraw the others after them.")
            messages.warning(request, words % AT_ONCE)
        name = f"admin:{self._named('withdrawals')}"
        return redirect(reverse(name, query={"ids": ids[:AT_ONCE]}))

    def withdrawals(self, request: HttpRequest) -> HttpResponse:
        """Those of `ids` that are still there."""
        if not self.has_withdraw_permission(request):
            raise PermissionDenied
        chosen = self._chosen(request)
        back = reverse(f"admin:{self._named('changelist')}")
        form = WhyForm(typed(request))
        if not chosen:
            messages.warning(request, _("None of these is there to be withdrawn."))
            return redirect(back)
        if form.is_valid():
            with transaction.atomic():
                for each in chosen:
                    each.withdraw(request.user, form.cleaned_data["why"])
            messages.success(request, _("Withdrawn. Their pages show no gap."))
            return redirect(back)
        return ask(
            request,
            form,
            title=_("Withdraw"),
            button=ngettext("Withdraw it", "Withdraw all of them", len(chosen)),
            row=self.model(),
            back=back,
            template="admin/stories/withdrawing.html",
            action=request.get_full_path(),
            chosen=chosen,
            danger=True,
        )

    def _chosen(self, request: HttpRequest) -> list[Any]:
        asked = request.GET.getlist("ids")[:AT_ONCE]
        ids = [int(each) for each in asked if re.fullmatch(r"[0-9]{1,9}", each)]
        here = self.get_queryset(request).filter(pk__in=ids, withdrawn_at=None)
        return list(here.order_by("pk"))

    def _named(self, screen: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{screen}"
