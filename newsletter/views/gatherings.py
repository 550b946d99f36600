"""Events: what is coming, one page each, and a calendar to subscribe to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ijm.models import SiteSettings
from ijm.replica import from_replica
from newsletter.icalendar import calendar
from newsletter.models import Gathering

PAST_SHOWN = 12


@require_safe
@from_replica
def gatherings(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    public = Gathering.objects.public()
    context = {"coming": public.coming(now), "past": public.past(now)[:PAST_SHOWN]}
    return render(request, "newsletter/gatherings.html", context)


@require_safe
@from_replica
def gathering(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Gathering.objects.public(), slug=slug)
    context = {"gathering": found, "is_past": found.ends_at < timezone.now()}
    return render(request, "newsletter/gathering.html", context)


@require_safe
@from_replica
def events_ics(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    coming = Gathering.objects.public().coming(now)
    return HttpResponse(
        calendar(coming, SiteSettings.current().name, now),
        content_type="text/calendar; charset=utf-8",
    )
