"""Preview links at the desk: of one story, of the whole site, and ending one."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ijm.admin.bases import ReadOnlyAdmin
from stories import previewing
from stories.admin.access import story_for
from stories.admin.kept_words import KeptWords
from stories.models import PreviewLink, Story


class LendingForm(forms.Form):
    recipient = KeptWords(
        label=PreviewLink._meta.get_field("recipient").verbose_name,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=PreviewLink._meta.get_field("recipient").help_text,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def previews(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the story's links. POST: a new one, whose address is shown this once."""
    if not request.user.has_perm("stories.view_previewlink"):
        raise PermissionDenied
    story = story_for(request.user, pk)
    if request.method == "GET":
        return _page(request, story, LendingForm())
    if not request.user.has_perm("stories.add_previewlink"):
        raise PermissionDenied
    form = LendingForm(request.POST)
    if not form.is_valid():
        return _page(request, story, form, status=422)
    recipient = form.cleaned_data["recipient"]
    try:
        made, token = previewing.lend(story, recipient, request.user, timezone.now())  # type: ignore[arg-type]
    except previewing.NotLendable as found:
        return _page(request, story, form, status=422, problems=found.problems)
    address = settings.SITE_URL + reverse("stories:preview", args=[token])
    return _page(request, story, LendingForm(), status=201, made=made, address=address)


def _page(
    request: HttpRequest,
    story: Story,
    form: LendingForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    now = timezone.now()
    more.setdefault("problems", previewing.obstacles(story, story.latest_revision, now))
    links = story.preview_links.select_related("revision", "made_by", "revoked_by")
    return TemplateResponse(
        request,
        "admin/stories/previews.html",
        {
            **admin.site.each_context(request),
            "title": _("Let somebody outside read it"),
            "story": story,
            "opts": Story._meta,
            "form": form,
            "links": [(link, _may_end(request, link, now)) for link in links[:50]],
            "may_add": request.user.has_perm("stories.add_previewlink"),
            "now": now,
            **more,
        },
        status=status,
    )


def _may_end(request: HttpRequest, link: PreviewLink, now: Any) -> bool:
    return link.is_current(now) and link.may_be_revoked_by(request.user)


@require_POST
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("stories.view_previewlink"):
        raise PermissionDenied
    link = get_object_or_404(PreviewLink, pk=pk)
    story_for(request.user, link.story_id)
    if not link.may_be_revoked_by(request.user):
        raise PermissionDenied
    link.revoke(request.user, timezone.now())  # type: ignore[arg-type]
    messages.success(
        request, _("The link for “%s” opens nothing any more.") % link.recipient
    )
    return redirect("admin:stories_story_previews", link.story_id)


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("open")), ("over", _("over"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        current = PreviewLink.objects.current(timezone.now()).values("pk")
        if self.value() == "open":
            return queryset.filter(pk__in=current)
        return queryset.exclude(pk__in=current) if self.value() else queryset


@admin.register(PreviewLink)
class PreviewLinkAdmin(ReadOnlyAdmin):
    """Every link that ever led outside, so that none is forgotten."""

    list_display = (
        "story",
        "recipient",
        "made_by",
        "made_at",
        "expires_at",
        "revoked_at",
        "opened",
        "last_opened_at",
    )
    list_filter = (OpenFilter,)
    list_select_related = ("story", "made_by")
    search_fields = ("story__title", "recipient")
    exclude = ("digest",)
    actions = ("revoke",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PreviewLink]:
        stories = Story.objects.visible_to(request.user).values("pk")
        return super().get_queryset(request).filter(story__in=stories)

    def get_urls(self) -> list[Any]:
        ending = self.admin_site.admin_view(revocation)
        return [
            path("<int:pk>/revocation/", ending, name="stories_previewlink_revocation"),
            *super().get_urls(),
        ]

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stories.revoke_previewlink")

    @admin.action(description=gettext_lazy("End these links"), permissions=("revoke",))
    def revoke(self, request: HttpRequest, links: QuerySet[PreviewLink]) -> None:
        now = timezone.now()
        for link in links.select_related("story", "revision"):
            link.revoke(request.user, now)  # type: ignore[arg-type]
        messages.success(request, _("They open nothing any more."))
