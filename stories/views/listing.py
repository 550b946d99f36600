"""Lists of stories: all, of a topic, of a place, by year, by words."""

from collections.abc import Hashable
from datetime import datetime
from typing import Any, cast

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from ijm.kept import kept
from stories.forms import FilterForm, SearchForm
from stories.models import Edition, Place, Topic
from stories.models.edition import EditionQuerySet
from stories.reading import photos_of

PER_PAGE = 12


class CountedOnce(Paginator):
    """Counts a list once a generation. Not for search: its lists have no end."""

    def __init__(self, found: EditionQuerySet, name: Hashable) -> None:
        super().__init__(found, PER_PAGE)
        self.name = name

    @cached_property
    def count(self) -> int:
        found = cast(EditionQuerySet, self.object_list)
        return kept(("count", self.name), found.count)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = FilterForm(request.GET, now=now)
    found = form.narrow(_public(now))
    return _list(
        request,
        "stories/index.html",
        found.newest_first(),
        {"form": form, "query": form.query},
    )


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    stories = _public(timezone.now()).filter(topic_slugs__contains=[slug])
    return _list(
        request, "stories/about.html", stories.newest_first(), {"about": found}
    )


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Place, slug=slug)
    stories = _public(timezone.now()).filter(place_slugs__contains=[slug])
    return _list(
        request, "stories/about.html", stories.newest_first(), {"about": found}
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    terms = form.cleaned_data["q"] if form.is_valid() else ""
    found = Edition.objects.none()
    if terms:
        found = Edition.objects.public(timezone.now()).search(terms).for_cards()
    context = {"form": form, "terms": terms, "query": form.query}
    return _list(request, "stories/search.html", found, context)


def _public(now: datetime) -> EditionQuerySet:
    return Edition.objects.public(now).stories().for_cards()


def _list(
    request: HttpRequest,
    template: str,
    found: EditionQuerySet,
    context: dict[str, Any],
) -> HttpResponse:
    """One page of `found`; a page that is not there is 404."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise Http404
    if "terms" in context:
        paginator: Paginator[Edition] = Paginator(found, PER_PAGE)
    else:
        paginator = CountedOnce(found, (request.path, context.get("query")))
    try:
        page = paginator.page(int(number))
    except EmptyPage as beyond:
        raise Http404 from beyond
    photos_of(page.object_list)
    response = render(request, template, {**context, "stories": page})
    ends = [each.public_until for each in page.object_list if each.public_until]
    response.public_until = min(ends, default=None)  # type: ignore[attr-defined]
    return response
