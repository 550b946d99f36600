"""What a giver asked for beside the amount, on the page of the gift or pledge."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from donations import particulars

LINE_BREAK = mark_safe("<br>")  # noqa: S308


class ShowsWishes:
    @admin.display(description=_("costs, dedication, wishes"))
    def wishes(self, made: Any) -> SafeString | str:
        rows = particulars.of(made).all
        return format_html_join(LINE_BREAK, "{}: {}", rows) if rows else "–"
