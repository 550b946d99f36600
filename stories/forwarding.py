"""What an address answers that no public edition has: a redirect, 410 or 404."""

from dataclasses import dataclass
from datetime import datetime

from django.http import (
    Http404,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)

from stories.models import Edition, FormerAddress, OldAddress
from stories.models.edition import EditionQuerySet
from stories.models.old_address import old_path


@dataclass(frozen=True)
class Gone:
    """410. Only what was published in error says so; the rest is silent."""

    in_error: bool = False


def whereabouts(slug: str, now: datetime) -> Gone | HttpResponse:
    """Raises Http404 for an address that was never ours. Capitals are passed over."""
    kept = FormerAddress.objects.filter(slug=slug).first()
    if kept is None:
        try:
            return _of(Edition.objects.filter(slug=slug), now)
        except Http404:
            if slug == slug.lower():
                raise
            return whereabouts(slug.lower(), now)
    if kept.burned_at:
        return Gone()
    if kept.is_short:
        return _led_by(kept)
    return _of(Edition.objects.filter(story=kept.story_id), now)


def _led_by(short: FormerAddress) -> HttpResponse:
    """To its end at once, however many others it passes. Staff may change it: 302."""
    if short.end is None:
        raise Http404
    return HttpResponseRedirect(short.end)


def from_old_site(address: str, now: datetime) -> Gone | HttpResponse:
    """What an address of the site before this one leads to; Http404 if to nothing."""
    path = old_path(address)
    kept = OldAddress.objects.filter(path=path).first() if path else None
    if kept is None:
        raise Http404
    if kept.target:
        return HttpResponsePermanentRedirect(kept.target)
    return _of(Edition.objects.filter(story=kept.story_id), now)


def _of(editions: EditionQuerySet, now: datetime) -> Gone | HttpResponse:
    """Where the public one stands, else what became of the last. A lapse is silent."""
    live = editions.public(now).first()
    if live:
        return HttpResponsePermanentRedirect(live.get_absolute_url())
    last = editions.filter(published_at__lte=now).order_by("-updated_at", "-pk").first()
    if last is None:
        raise Http404
    if last.ended_reason == Edition.Ended.MOVED:
        return HttpResponsePermanentRedirect(last.moved_to)
    return Gone(in_error=last.ended_reason == Edition.Ended.ERROR)
