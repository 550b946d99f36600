"""Links of public stories that lead nowhere any more, and what staff do about them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ijm.admin.bases import ReadOnlyAdmin
from stories.admin.asking import ask, typed
from stories.admin.kept_words import KeptWords
from stories.admin.verb import ask_and_do
from stories.links.found import is_inside
from stories.models import Edition, Story, WatchedLink


class StateFilter(admin.SimpleListFilter):
    """Those to mend come first; they are why one comes here."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("failing", _("failing for a day or two")),
            ("left", _("left be")),
            ("all", _("all")),
        ]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        yield {**first, "display": _("to mend")}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return {
            "failing": queryset.failing(),
            "left": queryset.exclude(left_at=None),
            "all": queryset,
        }.get(self.value() or "", queryset.reported(timezone.now()))


class LeavingForm(forms.Form):
    why = KeptWords(
        label=_("Why it may stay as it is"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Like “Opens for readers; their server shuts machines out”."),
    )


@admin.register(WatchedLink)
class WatchedLinkAdmin(ReadOnlyAdmin):
    list_display = ("address_and_answer", "where", "leaving")
    list_display_links = None
    list_filter = (StateFilter,)
    search_fields = ("url",)
    actions = ("look_again", "watch_again")
    fields = (
        *("address", "where", "failing_since", "last_answer", "due_at"),
        *("left_at", "left_by", "left_why"),
    )
    readonly_fields = ("address", "where", "last_answer")
    change_form_template = "admin/stories/watchedlink/change_form.html"

    class Media:
        css = {"all": ("css/admin/links.css",)}  # noqa: RUF012

    def get_queryset(self, request: HttpRequest) -> QuerySet[WatchedLink]:
        """With the public stories of each, and whether this person edits them."""
        theirs = Story.objects.visible_to(request.user).filter(pk=OuterRef("story"))
        public = Edition.objects.public(timezone.now()).for_cards()
        editions = public.annotate(opens=Exists(theirs)).order_by("title")
        there = Prefetch("editions", queryset=editions, to_attr="leading")
        found: Any = super().get_queryset(request)
        return found.prefetch_related(there).select_related("left_by")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(leaving)
        name = "stories_watchedlink_leaving"
        return [path("<int:pk>/leaving/", view, name=name), *super().get_urls()]

    def has_tend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stories.tend_watchedlink")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        more = {"title": _("Links of public stories"), **(extra_context or {})}
        return super().changelist_view(request, more)

    @admin.display(description=_("address"), ordering="url")
    def address_and_answer(self, link: WatchedLink) -> SafeString:
        """One below the other, so that a telephone shows both."""
        said = '{}<span class="link-answer">{}</span>'
        return format_html(said, self.address(link), _answered(link))

    @admin.display(description=_("address"))
    def address(self, link: WatchedLink) -> SafeString:
        shown = '<a class="link-address" href="{}" rel="noreferrer noopener">{}</a>'
        return format_html(shown, link.url, link.url)

    @admin.display(description=_("stories"))
    def where(self, link: Any) -> SafeString:
        return format_html_join(
            "",
            '<span class="link-story"><a href="{}">{}</a></span>',
            ((_to_mend(edition), edition.title) for edition in link.leading),
        )

    @admin.display(description=_("last answer"))
    def last_answer(self, link: WatchedLink) -> str:
        return link.answer_in_words

    @admin.display(description=_("decision"))
    def leaving(self, link: WatchedLink) -> SafeString | str:
        if link.left_at:
            return link.left_why
        url = reverse("admin:stories_watchedlink_leaving", args=[link.pk])
        return format_html('<a href="{}">{}</a>', url, _("Leave it be…"))

    @admin.action(description=_("Look again now"), permissions=("tend",))
    def look_again(self, request: HttpRequest, links: QuerySet[WatchedLink]) -> None:
        for link in links:
            link.look_again(timezone.now())
        words = ngettext(
            "%d link will be looked at within a few minutes. Only a success clears it.",
            "%d links will be looked at within a few minutes. Only a success clears "
            "them.",
            len(links),
        )
        messages.success(request, words % len(links))

    @admin.action(description=_("Watch it again"), permissions=("tend",))
    def watch_again(self, request: HttpRequest, links: QuerySet[WatchedLink]) -> None:
        for link in links:
            link.watch_again(timezone.now())
        words = ngettext(
            "%d link is watched again.", "%d links are watched again.", len(links)
        )
        messages.success(request, words % len(links))


def _answered(link: WatchedLink) -> str:
    if link.failing_since is None:
        return link.answer_in_words
    day = date_format(timezone.localtime(link.failing_since), "DATE_FORMAT")
    told = {"answer": link.answer_in_words, "day": day}
    return str(_("%(answer)s, failing since %(day)s")) % told


def _to_mend(edition: Any) -> str:
    """Where its words are mended, for those who see the draft; else the page."""
    if edition.opens:
        return reverse("admin:stories_story_change", args=[edition.story_id])
    return edition.get_absolute_url()


@ask_and_do
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("stories.tend_watchedlink"):
        raise PermissionDenied
    link = get_object_or_404(WatchedLink.objects.watched(), pk=pk)
    form = LeavingForm(typed(request))
    back = reverse("admin:stories_watchedlink_changelist")
    if request.method == "POST" and form.is_valid():
        link.leave_be(request.user, form.cleaned_data["why"], timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("It is left be, and nobody is told of it again."))
        return redirect(back)
    return ask(
        request,
        form,
        title=_("Leave this link be"),
        button=_("Leave it be"),
        row=link,
        back=back,
        introduction=_told(link),
    )


def _told(link: WatchedLink) -> str:
    if is_inside(link.url):
        return str(_("Readers of ours find nothing there. Mending it is better."))
    return str(
        _("It is then no longer looked at, and stays in the stories as it stands.")
    )
