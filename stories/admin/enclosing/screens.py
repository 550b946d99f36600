"""The lists and forms of documents and recordings, and their private files."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ijm import generation
from ijm.admin.bases import LongListAdmin
from ijm.admin.public_words import SpeaksInPublic
from ijm.ranges import file_response
from stories import consenting
from stories.admin.enclosing.forms import (
    OF_A_DOCUMENT,
    OF_A_RECORDING,
    PEOPLE,
    DocumentForm,
    PeopleForm,
    RecordingForm,
)
from stories.admin.usage import links_to
from stories.admin.withdrawing import WithdrawsSeveral
from stories.enclosing import keep
from stories.models import Document, Enclosure, Recording, Story

TYPES = {"pdf": "application/pdf", "mp3": "audio/mpeg"}


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of a draft or a preview; a document is fetched, never opened here."""
    if not request.user.has_perm("stories.view_document"):
        raise PermissionDenied
    enclosure = get_object_or_404(Enclosure.objects.exclude(name=""), name=name)
    private = storages["private"]
    if not private.exists(name):
        raise Http404
    kind = TYPES[name.rpartition(".")[2]]
    opened, etag = private.open(name), f'"{name}"'
    response = file_response(request, opened, enclosure.size, kind, etag)  # type: ignore[arg-type]
    response["Cache-Control"] = "private, no-cache"
    if kind == TYPES["pdf"]:
        response["Content-Disposition"] = (
            f'attachment; filename="{enclosure.file_name}"'
        )
    return response


class EnclosureAdmin(WithdrawsSeveral, SpeaksInPublic, LongListAdmin):
    """Taken in once; afterwards only its words change. Other bytes are another."""

    list_display: tuple[str, ...] = ("title", "recognisable", "state", "received_at")
    list_filter = ("recognisable",)
    search_fields = ("title", "about")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("subjects",)
    readonly_fields = ("state", "uses")
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    reference = ""
    add_form: Any = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enclosure]:
        return super().get_queryset(request).filter(kind__in=self.kinds)

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        kw["form"] = PeopleForm if obj else self.add_form
        return super().get_form(request, obj, change=change, **kw)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return (*self.words, "state", "uses")
        return self.add_form.field_order

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        if not change:
            keep(obj, form.clean_bytes, request.user)  # type: ignore[arg-type]
            return
        if set(PEOPLE) & set(form.changed_data):
            consenting.alone()
        typed = [name for name in form.changed_data if name != "subjects"]
        obj.change(**{name: getattr(obj, name) for name in typed})
        obj.put_right()
        if obj.poster:
            obj.poster.put_right()
        generation.bump()

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: Any
    ) -> None:
        super().save_related(request, form, formsets, change)
        if not change or set(PEOPLE) & set(form.changed_data):
            by: Any = request.user
            consenting.settle_enclosure(form.instance, by, timezone.now())

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stories.withdraw_enclosure")

    @admin.display(description=_("state"))
    def state(self, enclosure: Enclosure) -> str:
        if enclosure.withdrawn_at:
            return str(_("withdrawn"))
        return str(_("public")) if enclosure.shown_at else str(_("private"))

    @admin.display(description=_("used in"))
    def uses(self, enclosure: Enclosure) -> SafeString | str:
        return links_to(Story.objects.referring_to(self.reference, enclosure.pk))


@admin.register(Document)
class DocumentAdmin(EnclosureAdmin):
    words = OF_A_DOCUMENT
    kinds = (Enclosure.Kind.DOCUMENT,)
    reference = "documents"
    add_form = DocumentForm

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(file)
        return [
            path("file/<path:name>", view, name="stories_enclosure_file"),
            *super().get_urls(),
        ]


@admin.register(Recording)
class RecordingAdmin(EnclosureAdmin):
    list_display = ("title", "kind", "recognisable", "state", "received_at")
    words = OF_A_RECORDING
    kinds = (Enclosure.Kind.AUDIO, Enclosure.Kind.VIDEO)
    reference = "recording"
    add_form = RecordingForm
    autocomplete_fields = ("poster", "subjects")
