"""Months of the books: what moved, what stands in the way, closing, the journal."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import closing, journal
from donations.forms.going_back import WhyForm
from donations.models import LedgerEntry, MonthEvent
from ijm import dates
from ijm.admin.bases import ReadOnlyAdmin
from ijm.csv_export import csv_download

REFUSALS: dict[type[Exception], Promise] = {
    closing.MonthNotOver: gettext_lazy("This month has days to come."),
    closing.ReasonMissing: gettext_lazy("Say why, for whoever reads the books."),
    closing.MovedMeanwhile: gettext_lazy(
        "Something was entered since you looked. These are the new totals."
    ),
    closing.AlreadySo: gettext_lazy("Somebody was faster: it is done already."),
}


class ClosingForm(WhyForm):
    """The reason is asked for by the verb, where it needs one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


@admin.register(MonthEvent)
class MonthAdmin(ReadOnlyAdmin):
    list_display = ("month", "verb", "at", "by", "reason")
    list_select_related = ("by",)
    change_list_template = "donations/admin/months.html"
    fields = ("month", "verb", "at", "by", "reason")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        of = "month/<int:year>/<int:number>/"
        return [
            path(of, view(self.month), name="donations_month"),
            path(
                f"{of}journal/<slug:form>/",
                view(self.journal),
                name="donations_month_journal",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        closed = MonthEvent.objects.closed()
        rows = [(each, each in closed) for each in closing.months(dates.today())]
        context = {
            **(extra_context or {}),
            "title": _("Months of the books"),
            "months": rows,
        }
        return super().changelist_view(request, context)

    def month(self, request: HttpRequest, year: int, number: int) -> HttpResponse:
        """GET shows it; POST closes it, or opens it again."""
        month = _month(year, number)
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = ClosingForm(request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if not request.user.has_perm("donations.close_month"):
                raise PermissionDenied
            if form.is_valid() and self._say(request, month, form):
                return redirect("admin:donations_month", year, number)
        return self._page(request, month, form)

    def journal(
        self, request: HttpRequest, year: int, number: int, form: str
    ) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        month = _month(year, number)
        if form not in journal.TITLES:
            raise Http404
        name = f"journal-{month:%Y-%m}-{form}"
        return csv_download(name, journal.columns(form), journal.rows(form, month))

    def _say(self, request: HttpRequest, month: date, form: ClosingForm) -> bool:
        reason, now = form.cleaned_data["reason"], timezone.now()
        by: Any = request.user
        try:
            if "reopen" in request.POST:
                closing.reopen(month, by, reason, now)
            else:
                closing.close(month, by, reason, request.POST.get("seen", ""), now)
        except tuple(REFUSALS) as refusal:
            form.add_error(None, str(REFUSALS[type(refusal)]))
            return False
        messages.success(request, _("Done, and kept with the month."))
        return True

    def _page(self, request: HttpRequest, month: date, form: Any) -> HttpResponse:
        closed = MonthEvent.objects.is_closed(month)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": date_format(month, "F Y"),
            "month": month,
            "kinds": [words for _kind, words in LedgerEntry.KINDS],
            "totals": closing.totals(month),
            "seen": closing.seen(month),
            "hindrances": [] if closed else closing.in_the_way(month),
            "closed": closed,
            "over": closing.last_day(month) < dates.today(),
            "events": MonthEvent.objects.filter(month=month).select_related("by"),
            "journals": journal.TITLES.items(),
            "form": form,
        }
        status = 422 if request.method == "POST" else 200
        template = "donations/admin/month.html"
        return TemplateResponse(request, template, context, status=status)


def _month(year: int, number: int) -> date:
    try:
        return date(year, number, 1)
    except ValueError as wrong:
        raise Http404 from wrong
