"""Bank statements at the desk: sent in, looked at, and taken in or thrown away."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from donations.bank import table, taking_in
from donations.bank.line import NotAStatement
from donations.forms.bank import BankFileForm, ColumnsForm
from donations.models import BankAccount, BankFile
from ijm.admin.bases import FileAdmin

SHOWN = 8
FASTER = gettext_lazy("Somebody was faster: this was said meanwhile.")


@admin.register(BankAccount)
class BankAccountAdmin(admin.ModelAdmin):
    list_display = ("name", "currency")
    fields = ("name", "currency")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("currency",) if obj else ()


@admin.register(BankFile)
class BankFileAdmin(FileAdmin):
    file_form, asked = BankFileForm, ("account", "file")
    list_display = ("name", "account", "state", "sent_at", "fresh", "known", "matched")
    list_filter = ("state", "account")
    list_select_related = ("account",)
    change_form_template = "donations/admin/bank_file.html"
    fields = (
        "name",
        "account",
        "kind",
        "state",
        "sent_by",
        "sent_at",
        "fresh",
        "known",
        "matched",
    )

    def response_add(self, request: Any, obj: Any, *args: Any) -> HttpResponse:
        """Straight to the look at it: nothing has been taken in yet."""
        return redirect("admin:donations_bankfile_change", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        def at(noun: str, view: Any) -> URLPattern:
            wrapped = self.admin_site.admin_view(require_POST(view))
            return path(f"<int:pk>/{noun}/", wrapped, name=f"donations_bankfile_{noun}")

        return [
            at("columns", self.columns),
            at("taking", self.taking),
            at("dropping", self.dropping),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        file = self.get_object(request, object_id)
        more = _looked(file) if file and file.is_waiting else {}
        context = {**(extra_context or {}), "file": file, **more}
        return super().change_view(request, object_id, form_url, context)

    def columns(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Which column is which, for all files of the account from now on."""
        file = self._file(request, pk)
        if not file.is_waiting or file.kind != "csv":
            return redirect("admin:donations_bankfile_change", pk)
        form = _columns_form(file, request.POST)
        if form.is_valid():
            file.account.change(columns=form.columns.stored)
        else:
            for errors in form.errors.values():
                messages.error(request, " ".join(map(str, errors)))
        return redirect("admin:donations_bankfile_change", pk)

    def taking(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self._file(request, pk)
        try:
            taking_in.take_in(file)
        except taking_in.AlreadyDecided:
            messages.warning(request, str(FASTER))
        except NotAStatement as wrong:
            messages.error(request, str(wrong.message))
            return redirect("admin:donations_bankfile_change", pk)
        else:
            words = _("%(fresh)s lines are new; %(matched)s found what was promised.")
            values = {"fresh": file.fresh, "matched": file.matched}
            messages.success(request, words % values)
        return redirect("admin:donations_bankline_changelist")

    def dropping(self, request: HttpRequest, pk: int) -> HttpResponse:
        file = self._file(request, pk)
        try:
            taking_in.drop(file)
        except taking_in.AlreadyDecided:
            messages.warning(request, str(FASTER))
        return redirect("admin:donations_bankfile_changelist")

    def _file(self, request: HttpRequest, pk: int) -> BankFile:
        if not request.user.has_perm("donations.add_bankfile"):
            raise PermissionDenied
        return get_object_or_404(BankFile.objects.select_related("account"), pk=pk)


def _columns_form(file: BankFile, data: Any = None) -> ColumnsForm:
    headings, _rows = table.opened(bytes(file.content))
    return ColumnsForm(headings, taking_in.columns_of(file.account), data)


def _looked(file: BankFile) -> dict[str, Any]:
    """What the file would bring, or why it cannot; for CSV the columns beside it."""
    found: dict[str, Any] = {}
    try:
        if file.kind == "csv":
            headings, rows = table.opened(bytes(file.content))
            found["headings"] = headings
            found["rows"] = [row for _number, row in rows[:SHOWN]]
            found["columns_form"] = _columns_form(file)
        if file.kind != "csv" or file.account.columns:
            found["look"] = look = taking_in.look(file)
            found["first_lines"] = look.lines[:SHOWN]
    except NotAStatement as wrong:
        found["wrong"] = wrong.message
    return found
