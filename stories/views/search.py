"""The search page."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ijm.replica import from_replica
from stories import catalogue
from stories.counting import Choice
from stories.finding import Found, find, nothing
from stories.forms import FilterForm, SearchForm, choice_of
from stories.highlighting import hits
from stories.models import Edition
from stories.paging import PER_PAGE
from stories.suggesting import advice
from stories.terms import Terms
from stories.views.listing import EVERYTHING, answer, page_number


@require_safe
@from_replica
def search(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = SearchForm(request.GET)
    choice = choice_of(request.GET, EVERYTHING)
    found = find(Terms(form.terms), choice, now) if form.terms else nothing(choice)
    editions, page = _page(found, page_number(request), now)
    return answer(
        request,
        "stories/search.html",
        page,
        form=form,
        terms=form.terms,
        found=found,
        hits=hits(found.terms, editions) if editions else [],
        filters=FilterForm(found) if found.total or choice else None,
        query=urlencode({"q": form.terms, **choice.named}),
        **_beside(form.terms, found, choice, now),
    )


def _page(
    found: Found, number: int, now: datetime
) -> tuple[list[Edition], Page[Edition]]:
    """Those of one page; what has ended since it was found is left out."""
    paginator = Paginator(found.matches, PER_PAGE)
    try:
        ids = [match.pk for match in paginator.page(number).object_list]
    except EmptyPage as beyond:
        raise Http404 from beyond
    there = Edition.objects.public(now).for_cards().in_bulk(ids) if ids else {}
    editions = [there[pk] for pk in ids if pk in there]
    return editions, Page(editions, number, paginator)


def _beside(terms: str, found: Found, choice: Choice, now: datetime) -> dict[str, Any]:
    """What helps on where the words found nothing, or there were none."""
    context: dict[str, Any] = {
        "subjects": catalogue.meant_by(terms) if terms else [],
        "everywhere": urlencode({"q": terms}) if choice else "",
    }
    if not found.total:
        context["topics"] = catalogue.every_topic()
        context["places"] = catalogue.every_place()
    if terms and not (found.total or choice or found.terms.is_unspaced):
        context["advice"] = advice(terms, now)
    return context
