"""What waits for Safeguarding: to verify, about to end, and stories in their way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ijm.dates import today
from stories.models import Consent, Story
from stories.safeguarding import Problem, safeguarding_problems

MOST = 50


@dataclass(frozen=True)
class Blocked:
    story: Story
    problems: list[Problem]


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("stories.verify_consent"):
        raise PermissionDenied
    now = timezone.now()
    consents = Consent.objects.select_related("subject", "handed_in_by")
    lapsed = consents.lapsed(today(now)).without_another(today(now))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Safeguarding"),
        "opts": Consent._meta,
        "waiting": consents.waiting().order_by("handed_in_at")[:MOST],
        "lapsing": consents.lapsing(today(now)).order_by("lapses_on")[:MOST],
        "lapsed": lapsed.order_by("-lapses_on")[:MOST],
        "blocked": list(_blocked(request.user, now)),
    }
    return TemplateResponse(request, "admin/stories/consent/queue.html", context)


def _blocked(person: Any, now: datetime) -> Iterable[Blocked]:
    """Stories that somebody wants to publish and the gate keeps back."""
    for story in Story.objects.visible_to(person).in_review()[:MOST]:
        revision = story.latest_revision
        if revision and (found := safeguarding_problems(revision, "web", now)):
            yield Blocked(story, found)
