"""Lists of stories: all, of a topic, of a place, of a year."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import EmptyPage, Page
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ijm.replica import from_replica
from stories import catalogue
from stories.counting import Choice, Counts, counts
from stories.forms import FilterForm, choice_of
from stories.models import Edition, Place, Topic
from stories.paging import ListOfStories
from stories.reading import ceasing, photos_of

EVERYTHING = Choice()


@require_safe
@from_replica
def index(request: HttpRequest) -> HttpResponse:
    return _list(request, "stories/index.html")


@require_safe
@from_replica
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    return _about(request, Topic, slug, Choice(topic=slug))


@require_safe
@from_replica
def place(request: HttpRequest, slug: str) -> HttpResponse:
    return _about(request, Place, slug, Choice(place=slug))


def _about(
    request: HttpRequest, model: type[Topic] | type[Place], slug: str, fixed: Choice
) -> HttpResponse:
    """With its introduction; an old word for it leads to its own address."""
    about = model.objects.standing().filter(slug=slug).first()
    if about:
        feed = bool(fixed.topic)
        return _list(request, "stories/about.html", fixed, about=about, feed=feed)
    if now_called := catalogue.led_to(model, slug.lower()):
        return HttpResponsePermanentRedirect(now_called.url)
    raise Http404


@dataclass(frozen=True)
class Loosened:
    """The choice without one of its parts: where that leads, and to how many."""

    label: str
    number: int
    query: str


def page_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise Http404
    return int(number)


def answer(
    request: HttpRequest, template: str, page: Page[Edition], **context: Any
) -> HttpResponse:
    """A page of a list, with pictures, kept no longer than all of it is public."""
    photos = photos_of(page.object_list, timezone.now())
    response = render(request, template, {**context, "stories": page})
    until = ceasing(page.object_list, photos.values())
    response.public_until = until  # type: ignore[attr-defined]
    return response


def _list(
    request: HttpRequest, template: str, fixed: Choice = EVERYTHING, **context: Any
) -> HttpResponse:
    now = timezone.now()
    choice = choice_of(request.GET, fixed)
    found = counts(choice, now)
    try:
        page = _stories(found, now).page(page_number(request))
    except EmptyPage as beyond:
        raise Http404 from beyond
    return answer(
        request,
        template,
        page,
        form=FilterForm(found, fixed.named),
        query=_query(choice, fixed),
        chosen=_loosened(found, fixed),
        words=_words(choice),
        canonical=_canonical(request.path, choice, fixed, page.number),
        **context,
    )


def _stories(found: Counts, now: datetime) -> ListOfStories:
    public = Edition.objects.public(now).stories().for_cards()
    choice = found.choice
    return ListOfStories(
        found, public.narrowed(choice.topic, choice.place, choice.year), now
    )


def _query(choice: Choice, fixed: Choice) -> str:
    named = choice.named.items()
    return urlencode([each for each in named if each[0] not in fixed.named])


def _loosened(found: Counts, fixed: Choice) -> list[Loosened]:
    choice = found.choice
    return [
        Loosened(label, found.of(without), _query(without, fixed))
        for name, label in _labels(choice).items()
        if name not in fixed.named
        for without in [choice.without(name)]
    ]


def _labels(choice: Choice) -> dict[str, str]:
    names = {"topic": catalogue.topics(), "place": catalogue.places(), "year": {}}
    return {name: names[name].get(value, value) for name, value in choice.named.items()}


def _words(choice: Choice) -> str:
    """What the choice is, for the head of the page."""
    return ", ".join(_labels(choice).values())


def _canonical(path: str, choice: Choice, fixed: Choice, number: int) -> str:
    """The one address of this list for search engines; none for mixed choices.

    A topic's or a place's list has its own page. A year's is at home here.
    """
    asked = _query(choice, fixed)
    if len(choice.named) > 1:
        return ""
    if choice.topic or choice.place:
        view = "stories:topic" if choice.topic else "stories:place"
        path, asked = reverse(view, args=[choice.topic or choice.place]), ""
    more = "&".join(filter(None, [asked, f"page={number}" if number > 1 else ""]))
    return f"{settings.SITE_URL}{path}{'?' if more else ''}{more}"
