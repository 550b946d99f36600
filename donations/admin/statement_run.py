"""The statements of a year at the desk: begun, watched, tried again, printed."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from donations.forms.receipts import YearForm
from donations.models import StatementItem, StatementRun
from donations.receipts import posting, running
from donations.receipts.issuer import PROFILES, Issuer
from ijm import idling
from ijm.admin.bases import AppendOnlyAdmin

RUNS = "donations.run_statements"
SHOWN = 200


@admin.register(StatementRun)
class StatementRunAdmin(AppendOnlyAdmin):
    change_form_template = "donations/admin/statement_run.html"
    list_display = ("year_words", "started_at", "started_by", "progress", "finished_at")
    list_select_related = ("started_by",)
    fields = ("year_words", "mails", "started_at", "started_by", "finished_at")
    readonly_fields = ("year_words",)

    @admin.display(description=_("tax year"), ordering="year")
    def year_words(self, run: StatementRun) -> str:
        return PROFILES[run.country].year_words(run.year)

    @admin.display(description=_("progress"))
    def progress(self, run: StatementRun) -> str:
        counts = run.counts()
        done = sum(counts.values()) - counts[StatementItem.WAITING]
        return f"{done} / {sum(counts.values())}"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        name = "donations_statementrun"
        retry = view(require_POST(self.retry))
        return [
            path("<int:pk>/progress/", view(self.how_far), name=f"{name}_progress"),
            path("<int:pk>/retry/", retry, name=f"{name}_retry"),
            path(
                "<int:pk>/print/<int:part>/",
                view(self.for_printer),
                name=f"{name}_print",
            ),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Which year; then the rows of the queue, in one go."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        issuer = Issuer.found()
        missing = issuer.missing() if issuer else [_("our country")]
        form = None
        if issuer and not missing:
            posted = request.POST if request.method == "POST" else None
            form = YearForm(issuer.profile.country, posted)
            if form.is_valid() and (run := self._started(request, form)):
                return redirect("admin:donations_statementrun_change", run.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Issue the statements of a year"),
            "missing": missing,
            "form": form,
        }
        status = 422 if form and form.errors else 200
        template = "donations/admin/statement_year.html"
        return TemplateResponse(request, template, context, status=status)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        run = self.get_object(request, object_id)
        context = {**(extra_context or {}), **(_shown(run) if run else {})}
        if run:
            context |= {"year": lambda: self.year_words(run), "subtitle": None}
        return super().change_view(request, object_id, form_url, context)

    def how_far(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The part of the page that changes while the worker works."""
        idling.by_itself(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = get_object_or_404(StatementRun, pk=pk)
        template = "donations/admin/_statement_progress.html"
        return TemplateResponse(request, template, _shown(run))

    def retry(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = self._run(request, pk)
        try:
            with transaction.atomic():
                run.try_again()
        except IntegrityError:
            words = _("Another run of this year is on the way: wait for its end.")
            messages.warning(request, words)
        return redirect("admin:donations_statementrun_change", pk)

    def for_printer(self, request: HttpRequest, pk: int, part: int) -> HttpResponse:
        run = self._run(request, pk)
        try:
            made = posting.file_for_printer(run, part)
        except IndexError as none:
            raise Http404 from none
        response = HttpResponse(made, content_type="application/pdf")
        name = f"statements-{run.country}-{run.year}-{part + 1}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _run(self, request: HttpRequest, pk: int) -> StatementRun:
        if not request.user.has_perm(RUNS):
            raise PermissionDenied
        return get_object_or_404(StatementRun, pk=pk)

    def _started(self, request: Any, form: YearForm) -> StatementRun | None:
        year, mails = form.cleaned_data["year"], form.cleaned_data["mails"]
        try:
            with transaction.atomic():
                return running.start(year, request.user, timezone.now(), mails)
        except IntegrityError:
            form.add_error("year", _("The statements of this year are on the way."))
        except running.YearNotOver:
            form.add_error("year", _("This tax year has days to come."))
        return None


def _shown(run: StatementRun) -> dict[str, Any]:
    counts = run.counts()
    post = posting.by_post(run).count()
    issuer = Issuer.found()
    return {
        "missing": [] if run.is_finished else issuer.missing() if issuer else ["–"],
        "run": run,
        "states": [(words, counts[state]) for state, words in StatementItem.STATES],
        "all": sum(counts.values()),
        "done": sum(counts.values()) - counts[StatementItem.WAITING],
        "stuck": run.items.stuck().select_related("donor")[:SHOWN],
        "post": post,
        "parts": range(-(-post // posting.MOST_LETTERS)),
    }
