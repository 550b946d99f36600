"""Photos: taking them in safely, their words, and taking them out of sight."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ijm import generation
from ijm.admin.bases import LongListAdmin
from ijm.admin.public_words import SpeaksInPublic
from stories import consenting
from stories.admin.library import describing, files, looking, picker, pixels, sending
from stories.admin.library.filters import (
    SenderFilter,
    StageFilter,
    UseFilter,
)
from stories.admin.library.forms import PhotoForm, PhotoWordsForm
from stories.admin.withdrawing import WithdrawsSeveral
from stories.alt_words import doubts
from stories.ingesting import keep
from stories.models import Photo
from stories.usage import uses_of

# What decides who must have agreed to it.
PEOPLE = {"recognisable", "subjects"}


@admin.register(Photo)
class PhotoAdmin(WithdrawsSeveral, SpeaksInPublic, LongListAdmin):
    list_display = ("title",)
    list_filter = (
        StageFilter,
        UseFilter,
        "kind",
        "recognisable",
        "to_look_at",
        ("received_by", SenderFilter),
        "received_at",
    )
    list_select_related = ("received_by",)
    list_per_page = 48
    search_fields = ("said",)
    search_help_text = _("Words of its title, description, caption or credit.")
    autocomplete_fields = ("subjects",)
    readonly_fields = ("focus", "cuts")
    add_fieldsets = (
        (None, {"fields": ("file", "anyway", "title")}),
        (_("For those who cannot see it"), {"fields": ("alt", "decorative")}),
        (_("Under the picture"), {"fields": ("caption", "credit", "kind")}),
        (
            _("People"),
            {"fields": ("recognisable", "release", "subjects", "to_look_at")},
        ),
    )
    change_fieldsets = (
        (None, {"fields": ("focus", "title")}),
        *add_fieldsets[1:],
        (
            _("Focus"),
            {
                "fields": (("focal_x", "focal_y"), "cuts"),
                "description": _(
                    "Per cent from the left and from the top: what must stay in view "
                    "when cards cut the photo."
                ),
            },
        ),
    )

    class Media:
        css = {"all": ("css/admin/stories.css",)}  # noqa: RUF012

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        new = type("PhotoForm", (PhotoForm,), {"person": request.user})
        kw["form"] = PhotoWordsForm if obj else new
        return super().get_form(request, obj, change=change, **kw)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.change_fieldsets if obj else self.add_fieldsets

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("picker/", view(picker.picker), name="stories_photo_picker"),
            path("sending/", view(sending.sending), name="stories_photo_sending"),
            path(
                "describing/",
                view(describing.describing),
                name="stories_photo_describing",
            ),
            path("file/<path:name>", view(files.file), name="stories_photo_file"),
            path(
                "<int:pk>/preview/", view(files.preview), name="stories_photo_preview"
            ),
            *(
                path(f"<int:pk>/{noun}/", view(page), name=f"stories_photo_{noun}")
                for noun, page in pixels.PAGES.items()
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Django's own list of rows, drawn as cards that say where each is used."""
        titled = {"title": _("Photos"), **(extra_context or {})}
        response = super().changelist_view(request, titled)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            photos = list(shown["cl"].result_list)
            found = uses_of(photos, request.user, timezone.now())
            shown["cards"] = [(photo, found[photo.pk]) for photo in photos]
        return response

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        more = {**(extra_context or {})}
        if photo := self.get_object(request, object_id):
            found = uses_of([photo], request.user, timezone.now())
            more["uses"] = found[photo.pk]
        return super().change_view(request, object_id, form_url, more)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        if "field_name" in request.GET:  # a chooser: only what a story may take
            queryset = queryset.filter(withdrawn_at=None)
        return queryset.mentioning(search_term), False

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        if not change:
            keep(obj, form.picture, request.user)  # type: ignore[arg-type]
            return
        if PEOPLE & set(form.changed_data):
            consenting.alone()
        # Only what was typed: the worker may have made sizes since the form was read.
        typed = [name for name in form.changed_data if name != "subjects"]
        obj.change(**{name: getattr(obj, name) for name in typed})
        if {"focal_x", "focal_y"} & set(form.changed_data):
            obj.refocus()
        obj.put_right()
        generation.bump()

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: Any
    ) -> None:
        super().save_related(request, form, formsets, change)
        for doubt in doubts(form.instance):
            messages.warning(request, str(doubt))
        if not change or PEOPLE & set(form.changed_data):
            by: Any = request.user
            consenting.settle_photo(form.instance, by, timezone.now())

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stories.withdraw_photo")

    @admin.display(description=_("photo"))
    def focus(self, photo: Photo) -> SafeString:
        return looking.focus(photo)

    @admin.display(description=_("what will be seen"))
    def cuts(self, photo: Photo) -> SafeString:
        return looking.cuts(photo)
