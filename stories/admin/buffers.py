"""Where a story's page sends what is typed, and the list of what was never saved."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ijm import idling
from stories.admin.access import story_for
from stories.admin.sheet import ITS_FIELDS, Sheet
from stories.models import Buffer, Story
from stories.models.buffer import WrittenElsewhere, as_typed, keep
from stories.models.presence import note_presence


@never_cache
@require_POST
def buffer(request: HttpRequest, pk: int) -> HttpResponse:
    """What a window has of this story now; with `ping` only that it is open still."""
    return _keep(request, story_for(request.user, pk, "change_story"))


@never_cache
@require_POST
def new_buffer(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("stories.add_story"):
        raise PermissionDenied
    return _keep(request, None)


def _keep(request: HttpRequest, story: Story | None) -> HttpResponse:
    try:
        sheet = Sheet.of(request, story)
    except RequestDataTooBig:
        return _refuse(413, _("This is too long to be kept. Cut it, or copy it out."))
    if sheet.is_of_somebody_else:
        sentence = _("Somebody else is signed in here. Sign in as before, then save.")
        return _refuse(409, sentence, stay=True)
    now = timezone.now()
    if story:
        note_presence(story, sheet.person, now)
    if "ping" in request.POST:
        idling.by_itself(request)
        return JsonResponse(_news(sheet, request))
    try:
        keep(
            sheet.person,
            story,
            sheet.window,
            sheet.number,
            as_typed(request.POST, without=ITS_FIELDS),
            based_on=_version(request),
            instead_of=sheet.instead_of,
            now=now,
        )
    except WrittenElsewhere:
        return _refuse(
            409,
            _(
                "You have unsaved words of this story from another window. Put them "
                "back or throw them away."
            ),
        )
    kept = _("Kept at %s, not saved yet.") % time_format(timezone.localtime(now))
    return JsonResponse({"kept": kept, **_news(sheet, request)})


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("opened_version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def _refuse(status: int, sentence: str, **more: bool) -> JsonResponse:
    return JsonResponse({"refused": sentence, **more}, status=status)


def _news(sheet: Sheet, request: HttpRequest) -> dict[str, Any]:
    """Who else is at it, and whether somebody saved: sentences, ready to be read."""
    return {
        "others": [each.sentence for each in sheet.others],
        "saved": _saved_since(sheet.story, _version(request)),
    }


def _saved_since(story: Story | None, version: int) -> str:
    latest = story.latest_revision if story and story.version != version else None
    if latest is None:
        return ""
    return _(
        "%(name)s saved this story at %(time)s. Go on writing: when you save, you will "
        "see both texts."
    ) % {"name": latest.by, "time": time_format(timezone.localtime(latest.at))}


@require_safe
def unsaved(request: HttpRequest) -> HttpResponse:
    """This person's own, of every story they may still open."""
    if not request.user.has_perm("stories.view_story"):
        raise PermissionDenied
    return TemplateResponse(
        request,
        "admin/stories/unsaved.html",
        {
            **admin.site.each_context(request),
            "title": _("Words of yours that are not saved"),
            "opts": Story._meta,
            "buffers": Buffer.objects.of(request.user).select_related("story"),  # type: ignore[arg-type]
            "open": set(
                Story.objects.visible_to(request.user)
                .filter(pk__in=Buffer.objects.of(request.user).values("story"))  # type: ignore[arg-type]
                .values_list("pk", flat=True)
            ),
        },
    )


@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("stories.view_story"):
        raise PermissionDenied
    mine = get_object_or_404(Buffer.objects.of(request.user), pk=pk)  # type: ignore[arg-type]
    mine.delete()
    messages.success(request, _("The unsaved words are thrown away."))
    if mine.story_id:
        return redirect("admin:stories_story_change", mine.story_id)
    return redirect("admin:stories_story_unsaved")
