"""Topics and places. Their addresses stay: editions and other sites link to them."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from stories.admin.asking import ask, typed
from stories.admin.shown import ShownAdmin
from stories.admin.verb import ask_and_do
from stories.merging import NotStanding, merge, reach
from stories.models import Place, Topic


class StandingFilter(admin.RelatedFieldListFilter):
    """Of stories: what was merged into another is no choice any more."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        standing = {"merged_at": None}
        return field.get_choices(include_blank=False, limit_choices_to=standing)


STANDING = (("topics", StandingFilter), ("places", StandingFilter))


class MergingForm(forms.Form):
    survivor = forms.ModelChoiceField(
        Topic.objects.none(),
        label=_("Which one stays"),
        help_text=_("With how many stories each has now, drafts among them."),
    )

    def __init__(self, *args: Any, others: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["survivor"]
        field.queryset = others.annotate(held=Count("stories"))
        field.label_from_instance = lambda each: f"{each} ({each.held})"


class LastingAddressAdmin(ShownAdmin):
    search_fields = ("name",)
    ordering = ("name",)
    list_display = ("name", "slug", "held")
    change_form_template = "admin/stories/merging/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: Any = super().get_queryset(request)
        return found.standing().annotate(number=Count("stories"))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(_merging_of(self.model))
        name = f"stories_{self.opts.model_name}_merging"
        return [path("<int:pk>/merging/", view, name=name), *super().get_urls()]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("stories"), ordering="number")
    def held(self, subject: Any) -> int:
        return subject.number


@admin.register(Topic)
class TopicAdmin(LastingAddressAdmin):
    fieldsets = (
        (None, {"fields": ("name", "slug", "introduction", "aliases")}),
        (_("What its stories ask for"), {"fields": ("ask_text", "ask_fund")}),
    )


@admin.register(Place)
class PlaceAdmin(LastingAddressAdmin):
    fields = ("name", "slug", "introduction", "aliases")


def _merging_of(model: type[Topic] | type[Place]) -> Callable[..., HttpResponse]:
    """The same page for both; a second click of two finds it done."""
    kind = model._meta.model_name

    @ask_and_do
    def merging(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(f"stories.change_{kind}"):
            raise PermissionDenied
        gone = get_object_or_404(model.objects.select_related("merged_into"), pk=pk)
        if not gone.is_standing:
            return _to(request, gone.merged_into, _("%s was merged already.") % gone)
        form = MergingForm(
            typed(request), others=model.objects.standing().exclude(pk=pk)
        )
        if request.method == "POST" and form.is_valid():
            if done := _merge(request, form, gone):
                return done
        return _ask(request, form, gone)

    return merging


def _merge(request: HttpRequest, form: MergingForm, gone: Any) -> HttpResponse | None:
    survivor = form.cleaned_data["survivor"]
    try:
        number = merge(gone, survivor, request.user, timezone.now())  # type: ignore[arg-type]
    except NotStanding:
        form.add_error("survivor", _("It was merged meanwhile. Choose another."))
        return None
    said = ngettext(
        "%(gone)s is %(survivor)s now, in %(number)d story.",
        "%(gone)s is %(survivor)s now, in %(number)d stories.",
        number or 0,
    )
    told = {"gone": gone, "survivor": survivor, "number": number or 0}
    return _to(request, survivor, said % told)


def _to(request: HttpRequest, survivor: Any, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"admin:stories_{survivor._meta.model_name}_change", survivor.pk)


def _ask(request: HttpRequest, form: MergingForm, gone: Any) -> HttpResponse:
    has = reach(gone, timezone.now())
    told = {"name": gone.name, "stories": has.stories, "public": has.public}
    introduction = _(
        "Stories with “%(name)s”: %(stories)s, drafts among them; public: %(public)s. "
        "All of them get the one that you choose. Its address leads there for good, "
        "and its name stays as another word for it. What was merged cannot be parted "
        "again by a button; the history of each story tells of it."
    )
    return ask(
        request,
        form,
        title=_("Merge “%s” into another") % gone,
        button=_("Merge them"),
        row=gone,
        back=reverse(f"admin:stories_{gone._meta.model_name}_change", args=[gone.pk]),
        introduction=str(introduction) % told,
        danger=True,
    )
