"""Batches of gifts: typed by keyboard, kept as typed, posted when the sums agree."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import entering
from donations.forms.batch import (
    BatchForm,
    NewBatchForm,
    RowForm,
    blank_rows,
    bound_rows,
    typed_rows,
)
from donations.models import GiftBatch
from ijm.admin.bases import LongListAdmin
from ijm.models import SiteSettings

MEANWHILE = gettext_lazy(
    "%(person)s saved this batch meanwhile. Below stands what you typed; it is not "
    "saved. Look at theirs in another window, then save yours over it or leave."
)
OVER = gettext_lazy("%(person)s posted this batch, or threw it away, meanwhile.")


@admin.register(GiftBatch)
class GiftBatchAdmin(LongListAdmin):
    list_display = ("name", "state", "control_count", "control", "made_by", "made_at")
    list_filter = ("state",)
    list_select_related = ("made_by",)
    change_list_template = "donations/admin/batches.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("sum"))
    def control(self, batch: GiftBatch) -> str:
        return str(batch.control)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The slip around the pile; then the rows."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        currency = SiteSettings.current().currency
        form = NewBatchForm(request.POST or None, currency=currency)
        if request.method == "POST" and form.is_valid():
            batch = form.begin(currency, request.user)  # type: ignore[arg-type]
            return redirect("admin:donations_giftbatch_change", batch.pk)
        return self._page(request, "batch_new", form=form, title=_("Begin a batch"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch = self.get_object(request, object_id)
        if batch is None:
            return redirect("admin:donations_giftbatch_changelist")
        if request.method == "POST":
            if not self.has_change_permission(request, batch):
                raise PermissionDenied
            return self._typed(request, batch)
        if not batch.is_draft:
            payments = entering.payments_of(batch)
            return self._page(request, "batch_over", batch=batch, payments=payments)
        head = BatchForm(instance=batch, currency=batch.currency)
        return self._table(request, batch, head, batch.rows)

    def _typed(self, request: HttpRequest, batch: GiftBatch) -> HttpResponse:
        """Whatever is pressed, what was typed is kept first."""
        rows, by, now = typed_rows(request.POST), request.user, timezone.now()
        version = request.POST.get("version", "")
        shown = int(version) if version.isdecimal() else -1
        head = BatchForm(request.POST, instance=batch, currency=batch.currency)
        control = head.control if head.is_valid() else {}
        try:
            if "drop" in request.POST:
                entering.drop(batch, shown, by, now)  # type: ignore[arg-type]
                messages.success(request, _("Thrown away; nothing was entered."))
                return redirect("admin:donations_giftbatch_changelist")
            entering.keep(batch, rows, shown, by, now, **control)  # type: ignore[arg-type]
        except entering.SavedMeanwhile:
            return self._meanwhile(request, batch, head, rows)
        if request.headers.get("accept") == "application/json":
            typed = _tally(batch, bound_rows(batch, rows))
            return JsonResponse({"version": batch.version, "tally": _said(typed)})
        if "post" in request.POST and head.is_valid():
            return self._post(request, batch, head)
        return self._table(request, batch, head, rows)

    def _post(
        self, request: HttpRequest, batch: GiftBatch, head: BatchForm
    ) -> HttpResponse:
        forms = bound_rows(batch, batch.rows)
        if not all(form.is_valid() for form in forms):
            messages.error(request, _("Some rows cannot be entered yet: see below."))
            return self._table(request, batch, head, batch.rows, forms)
        entries = [form.entry for form in forms]
        by: Any = request.user
        try:
            entering.post(batch, entries, batch.version, by, timezone.now())
        except entering.DoesNotAgree:
            messages.error(
                request, _("Count or sum is not that of the pile. Nothing was entered.")
            )
        except entering.RowRefused as refused:
            words = _("This was recorded meanwhile. Nothing of the batch was entered.")
            forms[refused.number - 1].add_error("donor", words)
        except entering.SavedMeanwhile:
            return self._meanwhile(request, batch, head, batch.rows)
        else:
            messages.success(
                request,
                _("%(count)s gifts, %(sum)s together, are in the books.")
                % {"count": len(entries), "sum": batch.control},
            )
            return redirect("admin:donations_giftbatch_change", batch.pk)
        return self._table(request, batch, head, batch.rows, forms)

    def _meanwhile(
        self,
        request: HttpRequest,
        batch: GiftBatch,
        head: BatchForm,
        rows: list[dict[str, str]],
    ) -> HttpResponse:
        batch.refresh_from_db()
        person = {"person": batch.changed_by}
        if not batch.is_draft:
            messages.warning(request, OVER % person)
            return redirect("admin:donations_giftbatch_change", batch.pk)
        if request.headers.get("accept") == "application/json":
            return JsonResponse({"meanwhile": str(MEANWHILE % person)}, status=409)
        messages.error(request, MEANWHILE % person)
        return self._table(request, batch, head, rows)

    def _table(
        self,
        request: HttpRequest,
        batch: GiftBatch,
        head: BatchForm,
        rows: list[dict[str, str]],
        forms: list[RowForm] | None = None,
    ) -> HttpResponse:
        forms = bound_rows(batch, rows) if forms is None else forms
        typed = _tally(batch, forms)
        return self._page(
            request,
            "batch",
            batch=batch,
            head=head,
            rows=[*forms, *blank_rows(batch, rows)],
            kept=rows == batch.rows,
            tally=typed,
            said=_said(typed),
        )

    def _page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        batch = context.get("batch")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(batch or ""),
            **context,
        }
        return TemplateResponse(request, f"donations/admin/{name}.html", context)


def _tally(batch: GiftBatch, forms: list[RowForm]) -> entering.Tally:
    return entering.tally(batch, [form.amount for form in forms if form.amount])


def _said(tally: entering.Tally) -> str:
    words = _("%(count)s of %(wanted_count)s gifts, %(sum)s of %(wanted)s.")
    ends = _("Count and sum agree.") if tally.agrees else _("Post it when both agree.")
    return f"{words % vars(tally)} {ends}"
