"""What admin screens of every app stand on: rows to read, rows to add, long lists."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property


class EstimatedCountPaginator(Paginator):
    """For a large table unfiltered, PostgreSQL's own estimate instead of COUNT(*)."""

    large = 20_000

    @cached_property
    def count(self) -> int:
        query = self.object_list.query  # type: ignore[attr-defined]
        if not query.where and not query.distinct:
            estimate = self._estimate(query.model._meta.db_table)
            if estimate >= self.large:
                return estimate
        return super().count

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


class OneRowAdmin(admin.ModelAdmin):
    """A table of one row: its list leads straight to the form."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not self.model.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        stem = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if self.model.objects.exists():
            return HttpResponseRedirect(reverse(f"{stem}_change", args=[1]))
        return HttpResponseRedirect(reverse(f"{stem}_add"))


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
