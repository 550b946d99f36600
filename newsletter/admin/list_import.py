"""Lists from elsewhere: sent in, looked through, taken in, undone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ijm.admin.bases import LongListAdmin
from newsletter.models import Interest, ListImport
from newsletter.moving_in import taking_in, undoing
from newsletter.moving_in.table import NotATable

STATES = (
    ("", _("as the file says")),
    ("subscribed", _("people who are subscribed")),
    ("unsubscribed", _("people who left")),
    ("cleaned", _("addresses that do not work")),
)
WORDS = {
    "joins": _("new, will join"),
    "known": _("known here already, stay as they are"),
    "refused": _("left here before, stay away"),
    "leaves": _("on our list, will leave it"),
    "suppressed": _("will never be written to"),
    "twice": _("twice in the file, taken once"),
    "unclear": _("not understood, passed over"),
}

HAPPENED = {
    **WORDS,
    "joins": _("new, have joined"),
    "leaves": _("were on our list, have left it"),
}


class ListImportForm(forms.ModelForm):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A CSV export of Mailchimp, or any table with a column “Email”. Send the "
            "unsubscribed and the cleaned first."
        ),
    )
    holds = forms.ChoiceField(label=_("It holds"), choices=STATES, required=False)
    interests = forms.MultipleChoiceField(
        label=_("They want"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: list(Interest.objects.values_list("slug", "name")),
    )
    groups_column = forms.CharField(
        label=_("Column of groups"),
        required=False,
        help_text=_("Where the file says for each person what they want."),
    )
    groups = forms.CharField(
        label=_("What the groups mean"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A line each, like “Field reports: stories”."),
    )

    class Meta:
        model = ListImport
        fields = ("lawful_basis", "evidence")

    def clean_groups(self) -> dict[str, str]:
        known = set(Interest.objects.values_list("slug", flat=True))
        lines = [x for x in self.cleaned_data["groups"].splitlines() if x.strip()]
        pairs = [line.rpartition(":") for line in lines]
        if wrong := [slug for _w, _c, slug in pairs if slug.strip() not in known]:
            raise forms.ValidationError(
                _("“%(slug)s” is no interest of ours. Use one of: %(known)s."),
                params={"slug": wrong[0].strip(), "known": ", ".join(sorted(known))},
            )
        return {words.strip(): slug.strip() for words, _colon, slug in pairs}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self._receive(cleaned)
        return cleaned

    def _receive(self, cleaned: dict[str, Any]) -> None:
        """Reading is part of checking: a file that is no table is said on the form."""
        file = cleaned["file"]
        try:
            self.received = taking_in.receive(
                file.file,
                file.size,
                file.name,
                self.by,  # type: ignore[attr-defined]
                state=cleaned["holds"],
                groups_column=cleaned["groups_column"],
                groups=cleaned["groups"],
                interests=cleaned["interests"],
                lawful_basis=cleaned["lawful_basis"],
                evidence=cleaned["evidence"],
            )
        except NotATable as wrong:
            self.add_error("file", str(wrong.message))


@admin.register(ListImport)
class ListImportAdmin(LongListAdmin):
    change_form_template = "newsletter/admin/list_import.html"
    list_display = ("file_name", "state", "lines", "made_at", "made_by")
    list_filter = ("state",)
    fields = ("file_name", "state", "lawful_basis", "evidence", "made_at", "made_by")

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        if obj:
            return super().get_form(request, obj, change=change, **kw)
        return type("Form", (ListImportForm,), {"by": request.user})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return self.fields
        return (
            "file",
            "holds",
            "interests",
            "groups_column",
            "groups",
            "lawful_basis",
            "evidence",
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else ()

    def save_form(self, request: Any, form: Any, change: Any) -> Any:
        return form.received

    def save_model(self, request: Any, obj: Any, form: Any, change: Any) -> None:
        """It was written while the file was read."""

    def save_related(self, request: Any, form: Any, formsets: Any, change: Any) -> None:
        """There is nothing beside it."""

    def get_urls(self) -> list[Any]:
        def at(noun: str, act: Callable[[ListImport], None], done: Promise) -> Any:
            view = self.admin_site.admin_view(require_POST(self._verb(act, done)))
            return path(f"<int:pk>/{noun}/", view, name=f"newsletter_listimport_{noun}")

        return [
            at("application", taking_in.apply, _("It is being taken in.")),
            at("dropping", taking_in.drop, _("Thrown away; nothing was taken in.")),
            at("undoing", undoing.undo, _("It is being undone.")),
            *super().get_urls(),
        ]

    def _verb(
        self, act: Callable[[ListImport], None], done: Promise
    ) -> Callable[[HttpRequest, int], HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            if not request.user.has_perm("newsletter.add_listimport"):
                raise PermissionDenied
            act(get_object_or_404(ListImport, pk=pk))
            messages.success(request, str(done))
            return redirect("admin:newsletter_listimport_change", pk)

        return view

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        more = {"title": _("Take in a list"), **(extra_context or {})}
        return super().add_view(request, form_url, more)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        found = self.get_object(request, object_id)
        more: dict[str, Any] = (
            {"import": found, "foreseen": _told(found, "foreseen")} if found else {}
        )
        more["counted"] = _told(found, "counted") if found else []
        more["title"] = _("A list from elsewhere")
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **more}
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _told(found: ListImport, counts: str) -> list[tuple[Promise, int]]:
    numbers = getattr(found, counts)
    said = HAPPENED if counts == "counted" else WORDS
    return [(words, numbers[key]) for key, words in said.items() if numbers.get(key)]
