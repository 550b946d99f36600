"""What may be put between paragraphs: to choose from, and as the editor shows it.

Photos have a chooser of their own; a gallery uses that one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ijm.dates import today
from stories.models import Enclosure, ImpactFigure

SHOWN = 40


@dataclass(frozen=True)
class Block:
    """One button of the editor."""

    kind: str
    label: str | Promise
    permission: str
    find: Callable[[], QuerySet[Any]]
    words: tuple[str, ...]
    add: str | Promise

    def matching(self, words: str) -> QuerySet[Any]:
        wanted = Q()
        for name in self.words:
            wanted |= Q(**{f"{name}__icontains": words})
        return self.find().filter(wanted) if words else self.find()


def _recordings() -> QuerySet[Any]:
    return Enclosure.objects.present().exclude(kind=Enclosure.Kind.DOCUMENT)


def _documents() -> QuerySet[Any]:
    return Enclosure.objects.present().filter(kind=Enclosure.Kind.DOCUMENT)


BLOCKS = {
    each.kind: each
    for each in (
        Block(
            "figures",
            _("Figures"),
            "view_story",
            ImpactFigure.objects.all,
            ("label", "value", "scope", "source"),
            reverse_lazy("admin:stories_impactfigure_add"),
        ),
        Block(
            "recording",
            _("Recording"),
            "view_recording",
            _recordings,
            ("title", "about"),
            reverse_lazy("admin:stories_recording_add"),
        ),
        Block(
            "documents",
            _("Documents"),
            "view_document",
            _documents,
            ("title", "about"),
            reverse_lazy("admin:stories_document_add"),
        ),
    )
}


@require_safe
def blocks(request: HttpRequest, kind: str) -> HttpResponse:
    """Things to choose from; with `?shown=3+5`, those as the editor shows them."""
    block = BLOCKS.get(kind)
    if block is None:
        raise Http404
    if not request.user.has_perm(f"stories.{block.permission}"):
        raise PermissionDenied
    context: dict[str, Any] = {"block": block, "today": today()}
    if "shown" in request.GET:
        ids = [int(each) for each in request.GET["shown"].split() if each.isdecimal()]
        found = block.find().in_bulk(ids)
        context["things"] = [found.get(number) for number in ids]
        return render(request, "admin/stories/blocks/shown.html", context)
    words = request.GET.get("q", "").strip()
    context |= {"words": words, "things": block.matching(words)[:SHOWN]}
    return render(request, "admin/stories/blocks/choose.html", context)
