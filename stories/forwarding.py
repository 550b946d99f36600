"""What an address answers that no public edition has: a redirect, 410 or 404."""

from dataclasses import dataclass
from datetime import datetime

from django.http import (
    Http404,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)

from stories.models import Edition, FormerAddress
from stories.models.edition import EditionQuerySet


@dataclass(frozen=True)
class Gone:
    """410. Only what was published in error says so; the rest is silent."""

    in_error: bool = False


def whereabouts(slug: str, now: datetime) -> Gone | HttpResponse:
    """Raises Http404 for an address that was never ours."""
    kept = FormerAddress.objects.filter(slug=slug).first()
    if kept is None:
        return _of(Edition.objects.filter(slug=slug), now)
    if kept.burned_at:
        return Gone()
    if kept.target:
        return HttpResponseRedirect(kept.target)
    return _of(Edition.objects.filter(story=kept.story_id), now)


def _of(editions: EditionQuerySet, now: datetime) -> Gone | HttpResponse:
    """Where the public one stands, else what became of the last. A lapse is silent."""
    live = editions.public(now).first()
    if live:
        return HttpResponsePermanentRedirect(live.get_absolute_url())
    last = editions.filter(published_at__lte=now).order_by("-updated_at").first()
    if last is None:
        raise Http404
    if last.ended_reason == Edition.Ended.MOVED:
        return HttpResponsePermanentRedirect(last.moved_to)
    return Gone(in_error=last.ended_reason == Edition.Ended.ERROR)
