"""What admin screens of every app stand on: rows to read, rows to add, long lists."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest
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
