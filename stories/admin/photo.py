"""Photos: taking them in safely, their words, and taking them out of sight."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ijm import generation
from ijm.admin.bases import LongListAdmin
from ijm.contributions import photo_usages
from stories import imaging
from stories.admin import picker
from stories.ingesting import keep
from stories.models import Photo

WORDS = ("title", "alt", "decorative", "caption", "credit", "kind", "recognisable")


class PhotoForm(forms.ModelForm):
    """A new photo needs a file; an old one keeps its pixels for good."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JPEG, PNG, WebP, AVIF or HEIC, at most 30 MB. Where and with what it was "
            "taken is removed; the file you send is not kept."
        ),
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/heic"}
        ),
    )
    picture: Any = None
    field_order = ("file", *WORDS)

    class Meta:
        model = Photo
        fields = WORDS

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.picture = imaging.receive(file, file.size)
        except imaging.NotAPhoto as refused:
            raise forms.ValidationError(str(refused.message), code="photo") from refused
        return file


class PhotoWordsForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = (*WORDS, "focal_x", "focal_y")


@admin.register(Photo)
class PhotoAdmin(LongListAdmin):
    list_display = ("thumbnail", "title", "kind", "recognisable", "state")
    list_display_links = ("title",)
    list_filter = ("kind", "recognisable")
    search_fields = ("title", "alt", "caption", "credit")
    actions = ("withdraw",)
    readonly_fields = ("large", "uses")
    add_fieldsets = (
        (None, {"fields": ("file", "title")}),
        (_("For those who cannot see it"), {"fields": ("alt", "decorative")}),
        (_("Under the picture"), {"fields": ("caption", "credit", "kind")}),
        (_("People"), {"fields": ("recognisable",)}),
    )
    change_fieldsets = (
        (None, {"fields": ("large", "title", "uses")}),
        *add_fieldsets[1:],
        (
            _("Focus"),
            {
                "fields": (("focal_x", "focal_y"),),
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
        kw["form"] = PhotoWordsForm if obj else PhotoForm
        return super().get_form(request, obj, change=change, **kw)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.change_fieldsets if obj else self.add_fieldsets

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("picker/", view(picker.picker), name="stories_photo_picker"),
            path("file/<path:name>", view(picker.file), name="stories_photo_file"),
            path(
                "<int:pk>/preview/", view(picker.preview), name="stories_photo_preview"
            ),
            *super().get_urls(),
        ]

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        if not change:
            keep(obj, form.picture, request.user)  # type: ignore[arg-type]
            return
        super().save_model(request, obj, form, change)
        if {"focal_x", "focal_y"} & set(form.changed_data):
            obj.refocus()
        generation.bump()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a photo is withdrawn; what showed it must stay on record

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stories.withdraw_photo")

    @admin.action(
        description=_("Withdraw: gone from every page at once"),
        permissions=("withdraw",),
    )
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        for photo in queryset.filter(withdrawn_at=None):
            photo.withdraw(request.user, "")  # type: ignore[arg-type]
        messages.success(request, _("Withdrawn. Their pages show no gap."))

    @admin.display(description=_("photo"))
    def thumbnail(self, photo: Photo) -> SafeString:
        return format_html(
            '<img class="thumbnail" src="{}" alt="">',
            reverse("admin:stories_photo_preview", args=[photo.pk]),
        )

    @admin.display(description=_("photo"))
    def large(self, photo: Photo) -> SafeString:
        return format_html(
            '<img class="large-preview" src="{}" alt="{}">',
            reverse("admin:stories_photo_preview", args=[photo.pk]),
            photo.alt,
        )

    @admin.display(description=_("state"))
    def state(self, photo: Photo) -> str:
        if photo.withdrawn_at:
            return str(_("withdrawn"))
        return str(_("public")) if photo.shown_at else str(_("private"))

    @admin.display(description=_("used in"))
    def uses(self, photo: Photo) -> SafeString | str:
        rows = [
            (url, label) for usage in photo_usages for label, url in usage.uses(photo)
        ]
        return format_html_join(", ", '<a href="{}">{}</a>', rows) or "–"
