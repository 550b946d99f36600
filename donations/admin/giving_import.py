"""Moving in from another system: sent in, looked through line by line, taken in."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from donations.forms.moving_in import GivingFileForm, MappingForm
from donations.models import GivingImport
from donations.moving_in import taking_in
from ijm.admin.bases import FileAdmin
from ijm.csv_export import csv_download
from ijm.money import Money

SAMPLE = 5
FORESEEN: Mapping[str, Any] = {
    taking_in.NEW: gettext_lazy("new, will be taken in"),
    taking_in.KNOWN: gettext_lazy("here already, or twice in the file"),
    taking_in.PASSED: gettext_lazy("rightly left behind"),
    taking_in.UNCLEAR: gettext_lazy("not understood, passed over"),
}
HAPPENED: Mapping[str, Any] = {**FORESEEN, taking_in.NEW: gettext_lazy("new, taken in")}


@admin.register(GivingImport)
class GivingImportAdmin(FileAdmin):
    file_form, asked = GivingFileForm, ("kind", "source", "file")
    change_form_template = "donations/admin/giving_import.html"
    list_display = ("file_name", "kind", "source", "state", "lines", "made_at")
    list_filter = ("state", "kind")
    fields = ("file_name", "kind", "source", "state", "lines", "made_at", "made_by")

    def response_add(self, request: Any, obj: Any, *args: Any) -> HttpResponse:
        """Straight to the question which column is which."""
        return redirect("admin:donations_givingimport_change", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        def at(noun: str, view: Any) -> URLPattern:
            wrapped = self.admin_site.admin_view(view)
            name = f"donations_givingimport_{noun}"
            return path(f"<int:pk>/{noun}/", wrapped, name=name)

        taken = self._verb(taking_in.apply, gettext_lazy("It is being taken in."))
        words = gettext_lazy("Thrown away; nothing was taken in.")
        return [
            at("columns", require_POST(self.columns)),
            at("application", require_POST(taken)),
            at("dropping", require_POST(self._verb(taking_in.drop, words))),
            at("report", self.report),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        moving = self.get_object(request, object_id)
        more = _context(moving, MappingForm(None, moving)) if moving else {}
        context = {**(extra_context or {}), **more}
        return super().change_view(request, object_id, form_url, context)

    def columns(self, request: HttpRequest, pk: int) -> HttpResponse:
        moving = self._moving(request, pk)
        form = MappingForm(request.POST, moving)
        if form.is_valid():
            form.save()
            messages.success(request, _("It is being looked through."))
            return redirect("admin:donations_givingimport_change", pk)
        form.keep_what_was_said()
        for name, errors in form.errors.items():
            words = f"{form.fields[name].label}: {' '.join(map(str, errors))}"
            messages.error(request, words)
        return redirect("admin:donations_givingimport_change", pk)

    def report(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """What would happen to each line; no name and no address in it."""
        moving = self._moving(request, pk)
        columns = (_("Line"), _("What would happen"), _("Why"))
        return csv_download(f"moving-in-{pk}", columns, _each_line(moving))

    def _verb(
        self, act: Callable[[GivingImport], None], done: Promise
    ) -> Callable[[HttpRequest, int], HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            act(self._moving(request, pk))
            messages.success(request, str(done))
            return redirect("admin:donations_givingimport_change", pk)

        return view

    def _moving(self, request: HttpRequest, pk: int) -> GivingImport:
        if not request.user.has_perm("donations.add_givingimport"):
            raise PermissionDenied
        return get_object_or_404(GivingImport, pk=pk)


def _each_line(moving: GivingImport) -> Iterator[tuple[object, ...]]:
    if moving.columns:
        for each in taking_in.foresee(moving):
            yield each.line, str(FORESEEN[each.what]), each.why


def _context(moving: GivingImport, form: MappingForm) -> dict[str, Any]:
    state = GivingImport.State
    asks = moving.state in (state.ASKING, state.LOOKED)
    looked = moving.state == state.LOOKED
    return {
        "moving": moving,
        "title": _("A file from an old system"),
        "form_of_columns": form if asks else None,
        "sample": list(islice(taking_in.kept_rows(moving), SAMPLE)) if asks else [],
        "foreseen": _told(moving.foreseen, FORESEEN),
        "counted": _told(moving.counted, HAPPENED),
        "sums": [
            Money(minor, key.removeprefix("sum "))
            for key, minor in sorted(moving.counted.items())
            if key.startswith("sum ")
        ],
        "looked": looked,
        "unclear": [
            each
            for each in (taking_in.foresee(moving) if looked else ())
            if each.what == taking_in.UNCLEAR
        ][:50],
    }


def _told(counts: dict[str, int], words: Mapping[str, Any]) -> list[tuple[Any, int]]:
    return [(said, counts[key]) for key, said in words.items() if counts.get(key)]
