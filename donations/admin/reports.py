"""Reports at the desk: one page each, with its plot, its table and the same as CSV."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from donations.crm_export import EXPORTS
from donations.forms.reports import PeriodForm
from donations.models import KeptGift
from donations.reports.catalogue import NAMES, REPORTS, Report
from donations.reports.shape import as_csv
from ijm import dates
from ijm.admin.bases import ReadOnlyAdmin
from ijm.csv_export import csv_download


@admin.register(KeptGift)
class ReportsAdmin(ReadOnlyAdmin):
    """A gift by itself tells no name here, nor leads to one."""

    fields = ("received_on", "fund", "campaign")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = "report/<slug:slug>/"
        return [
            path(own, view(self.report), name="donations_report"),
            path(f"{own}csv/", view(self.csv), name="donations_report_csv"),
            path("export/<slug:form>/", view(self.export), name="donations_export"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The first of them, with the way to the others."""
        return self.report(request, next(iter(REPORTS)))

    def report(self, request: HttpRequest, slug: str) -> HttpResponse:
        report = _report(request, slug)
        form = PeriodForm(request.GET, dates.today())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": report.title,
            "report": report,
            "form": form,
            "period": form.period,
            "query": form.data,
            "reports": [
                each
                for each in REPORTS.values()
                if request.user.has_perm(each.permission)
            ],
            "exports": EXPORTS.items() if request.user.has_perm(NAMES) else (),
            "sections": list(report.sections(form.period)),
        }
        return TemplateResponse(request, "donations/admin/report.html", context)

    def csv(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        report = _report(request, slug)
        period = PeriodForm(request.GET, dates.today()).period
        sections = list((report.whole or report.sections)(period))
        columns = [_("About"), *(sections[0].columns if sections else [])]
        name = f"{report.slug}-{period.last:%Y-%m}"
        return csv_download(name, columns, as_csv(sections))

    def export(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """Names and addresses of everybody who gave: for those who see donors."""
        if not request.user.has_perm(NAMES):
            raise PermissionDenied
        export = EXPORTS.get(form)
        if export is None:
            raise Http404
        period = PeriodForm(request.GET, dates.today()).period
        name = f"{form}-{period.last:%Y-%m}"
        return csv_download(name, export.columns, export.rows(period))


def _report(request: HttpRequest, slug: str) -> Report:
    report = REPORTS.get(slug)
    if report is None:
        raise Http404
    if not request.user.has_perm(report.permission):
        raise PermissionDenied
    return report
