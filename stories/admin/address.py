"""Short addresses that staff make, those stories left behind, those of an old site."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, path, resolve, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ijm.dates import today
from stories.admin.access import ChoosesStories
from stories.admin.asking import ask, typed
from stories.admin.shown import ShownAdmin
from stories.dead_ends import dead_end_inside
from stories.models import AddressVisits, Edition, FormerAddress, OldAddress

LATELY = timedelta(days=30)
ONE_OF_THEM = gettext_lazy("Choose a story or write a path: one of them.")


class LeadingForm(forms.ModelForm):
    """`target` may be pasted whole from the browser's address bar."""

    def clean_target(self) -> str:
        target = self.cleaned_data["target"].strip().removeprefix(settings.SITE_URL)
        if target and (wrong := dead_end_inside(target, timezone.now())):
            raise ValidationError(str(wrong))
        return target

    def clean(self) -> dict[str, Any]:
        """The constraint's own words: it names a column that no form has."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("target")) == bool(cleaned.get("story")):
            if not self.errors:
                raise ValidationError(ONE_OF_THEM)
        return cleaned


class ShortAddressForm(LeadingForm):
    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if Edition.objects.public(timezone.now()).pages().filter(slug=slug).exists():
            raise ValidationError(
                _("A page of ours stands at this address. Choose another word.")
            )
        return slug


class OldAddressForm(LeadingForm):
    def clean_path(self) -> str:
        """What the site answers itself is never asked for here."""
        typed_path = self.cleaned_data["path"].strip().removeprefix(settings.SITE_URL)
        if _is_answered(f"/{typed_path.strip('/')}/"):
            raise ValidationError(
                _("This site answers that address itself, so nobody would be led on.")
            )
        return typed_path


def _is_answered(address: str) -> bool:
    try:
        return resolve(address).view_name not in ("stories:page", "stories:story")
    except Resolver404:
        return False


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind")
    parameter_name = "kind"
    kinds: ClassVar[dict[str, dict[str, Any]]] = {
        "short": {"burned_at": None, "story": None},
        "former": {"burned_at": None, "story__isnull": False},
        "burned": {"burned_at__isnull": False},
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("short", _("short, made by us")),
            ("former", _("former, of a story")),
            ("burned", _("burned")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(**self.kinds.get(self.value() or "", {}))


class VisitedAdmin(ChoosesStories, ShownAdmin):
    """A list of addresses with how often each is still followed."""

    visited_as = ""
    beside: tuple[str, ...] = ("story",)
    autocomplete_fields = ("story",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        visits = AddressVisits.objects.since(today() - LATELY)
        return (
            super()
            .get_queryset(request)
            .select_related(*self.beside)
            .annotate(lately=visits.of(OuterRef(self.visited_as)))
        )

    @admin.display(description=gettext_lazy("visits in 30 days"), ordering="lately")
    def visits(self, address: Any) -> str:
        return number_format(getattr(address, "lately", 0) or 0, force_grouping=True)

    @admin.display(description=gettext_lazy("leads to"))
    def leads_to(self, address: Any) -> str:
        if getattr(address, "burned_at", None):
            return _("nothing: burned (410)")
        return address.target or str(address.story)


@admin.register(FormerAddress)
class FormerAddressAdmin(VisitedAdmin):
    form = ShortAddressForm
    visited_as = "slug"
    beside = ("story", "made_by")
    list_display = ("slug", "leads_to", "visits", "made_by")
    list_filter = (KindFilter,)
    search_fields = ("slug", "target", "story__title")
    fields = ("slug", "target", "story", "visits")
    readonly_fields = ("visits",)
    change_form_template = "admin/stories/address/change_form.html"

    def get_urls(self) -> list[Any]:
        burning_of = self.admin_site.admin_view(burning)
        return [
            path("<int:pk>/burning/", burning_of, name="stories_formeraddress_burning"),
            *super().get_urls(),
        ]

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        obj.made_by = obj.made_by or request.user
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A burned address stays as it is."""
        return super().has_change_permission(request, obj) and not (
            obj and obj.burned_at
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only those that staff made; a story's own keep old links alive."""
        return super().has_delete_permission(request, obj) and bool(
            obj is None or obj.is_short
        )


@admin.register(OldAddress)
class OldAddressAdmin(VisitedAdmin):
    form = OldAddressForm
    visited_as = "path"
    list_display = ("path", "leads_to", "visits")
    search_fields = ("path", "target", "story__title")
    fields = ("path", "target", "story")


@require_http_methods(["GET", "POST"])
def burning(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("stories.burn_formeraddress"):
        raise PermissionDenied
    address = get_object_or_404(FormerAddress, pk=pk, burned_at=None)
    back = reverse("admin:stories_formeraddress_change", args=[pk])
    form = forms.Form(typed(request))
    if request.method == "POST" and form.is_valid():
        address.burn(request.user, timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("%s is gone for good.") % address)
        return redirect(back)
    return ask(
        request,
        form,
        title=_("Burn this address"),
        button=_("Burn it"),
        row=address,
        back=back,
        danger=True,
        introduction=_(
            "Whoever follows it is told that nothing is there (410), and no story can "
            "have it again. Do this when its words must vanish. It cannot be undone."
        ),
    )
