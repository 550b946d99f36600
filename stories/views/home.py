"""The home page: what staff chose, filled up with what is new."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ijm.dates import today
from ijm.replica import from_replica
from stories.models import Edition, HomePage, ImpactFigure, Photo
from stories.reading import ceasing, photos_of
from stories.views.old_address import from_old_address

FEATURED, LATEST, FIGURES = 3, 6, 4


@require_safe
@from_replica
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if request.GET and (moved := from_old_address(request, now)):
        return moved
    slots = HomePage.objects.first() or HomePage()
    lead, featured, latest = _chosen(slots, now)
    appeal_photo = _appeal_photo(slots, now)
    response = render(
        request,
        "stories/home.html",
        {
            "home": slots,
            "lead": lead,
            "featured": featured,
            "latest": latest,
            "appeal": slots.has_appeal(today(now)),
            "appeal_photo": appeal_photo,
            "figures": ImpactFigure.objects.all()[:FIGURES],
        },
    )
    shown = [each for each in (lead, *featured, *latest) if each]
    photos = [each.public_hero for each in shown if each.public_hero]
    until = ceasing(shown, [*photos, *([appeal_photo] if appeal_photo else [])])
    response.public_until = until  # type: ignore[attr-defined]
    return response


def _appeal_photo(slots: HomePage, now: datetime) -> Photo | None:
    if slots.appeal_photo_id is None:
        return None
    return Photo.objects.public(now).filter(pk=slots.appeal_photo_id).first()


def _chosen(
    slots: HomePage, now: datetime
) -> tuple[Edition | None, list[Edition], list[Edition]]:
    """The lead, the featured three and the newest others, no story twice."""
    public = Edition.objects.public(now).stories().for_cards()
    by_story = {each.story_id: each for each in public.filter(story__in=slots.slots)}
    chosen = [by_story[story] for story in slots.slots if story in by_story]
    newest = public.newest_first()[: 1 + FEATURED + LATEST]
    shown = {each.pk: each for each in [*chosen, *newest]}
    if slots.lead_id not in by_story:  # then the newest leads
        first = next(iter(newest), None)
        if first:
            shown = {first.pk: first, **shown}
    editions = list(shown.values())
    photos_of(editions, now)
    lead = editions[0] if editions else None
    return lead, editions[1 : 1 + FEATURED], editions[1 + FEATURED :][:LATEST]
