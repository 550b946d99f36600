"""What admin screens of every app stand on: rows to read, rows to add, long lists."""

import json
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import connection
from django.forms import BaseForm, BaseFormSet, BaseInlineFormSet, BaseModelFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from ijm import first_steps


class EstimatedCountPaginator(Paginator):
    """Counts as far as anybody pages; beyond, PostgreSQL's own estimate.

    Of a whole table that is its statistics, of a filtered one the planner's guess: what
    COUNT(*) would tell exactly takes seconds over millions of rows.
    """

    large = 10_000

    @cached_property
    def num_pages(self) -> int:
        """Nobody pages farther; PostgreSQL would read all that comes before."""
        return min(super().num_pages, self.large // self.per_page)

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        query = rows.query  # type: ignore[attr-defined]
        if not query.where and not query.distinct:
            estimate = self._estimate(query.model._meta.db_table)
            if estimate >= self.large:
                return estimate
        counted = rows.order_by()[: self.large].count()  # type: ignore[attr-defined]
        return counted if counted < self.large else max(counted, self._guess())

    def _guess(self) -> int:
        rows = self.object_list.order_by()  # type: ignore[attr-defined]
        return json.loads(rows.explain(format="json"))[0]["Plan"]["Plan Rows"]

    def _estimate(self, table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass",
                [connection.ops.quote_name(table)],
            )
            return cursor.fetchone()[0]


class LongListAdmin(admin.ModelAdmin):
    """A list that may grow to millions: no count over the whole of it."""

    paginator = EstimatedCountPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50


class AppendOnlyAdmin(LongListAdmin):
    """Rows may be added and read, never changed or deleted."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(AppendOnlyAdmin):
    """Rows that only the code writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class FileAdmin(AppendOnlyAdmin):
    """Files that `file_form(by)` writes down as it reads them, as `form.received`."""

    file_form: type[BaseForm]
    asked: tuple[str, ...]

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        if obj:
            return super().get_form(request, obj, change=change, **kw)
        return type("Form", (self.file_form,), {"by": request.user})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else self.asked

    def save_form(self, request: Any, form: Any, change: Any) -> Any:
        return form.received

    def save_model(self, request: Any, obj: Any, form: Any, change: Any) -> None:
        """It was written while the file was read."""

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        """There is nothing beside it."""


class OneOfTheFirstSteps(admin.ModelAdmin):
    """While an installation is new, saving leads back to what comes next."""

    def response_post_save_add(self, request: Any, obj: Any) -> HttpResponseRedirect:
        if first_steps.shown_to(request.user):
            return HttpResponseRedirect(reverse("admin:index"))
        return super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: Any, obj: Any) -> HttpResponseRedirect:
        if first_steps.shown_to(request.user):
            return HttpResponseRedirect(reverse("admin:index"))
        return super().response_post_save_change(request, obj)


class OneRowAdmin(admin.ModelAdmin):
    """A table of one row: its list leads straight to the form."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not self.model.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """There is one, so nobody adds or views “a” one, and nobody saves another."""
        title = capfirst(self.opts.verbose_name)
        more = {"title": title, "show_save_and_add_another": False}
        return super().changeform_view(
            request, object_id, form_url, {**more, **(extra_context or {})}
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        stem = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if self.model.objects.exists():
            return HttpResponseRedirect(reverse(f"{stem}_change", args=[1]))
        return HttpResponseRedirect(reverse(f"{stem}_add"))


class NamesItsCells(BaseFormSet):
    """Forms in a table: a column's head is for eyes, so each field says its name itself
    (WCAG 4.1.2).
    """

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            words = capfirst(str(field.label or name))
            field.widget.attrs.setdefault("aria-label", words)


class CellsBesideARow(NamesItsCells, BaseInlineFormSet):
    pass


class CellsOfAList(NamesItsCells, BaseModelFormSet):
    pass


class TableInline(admin.TabularInline):
    """Rows beside a row, to type in."""

    formset = CellsBesideARow


class EditableList(admin.ModelAdmin):
    """A list with `list_editable` columns."""

    def get_changelist_formset(self, request: HttpRequest, **kw: Any) -> Any:
        return super().get_changelist_formset(request, formset=CellsOfAList, **kw)


class ReadOnlyInline(admin.TabularInline):
    """Rows beside a row, that staff read and code writes."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
