"""The donor's tax documents: those of one tax year, and each as it was given out."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from donations.models import Donor, Receipt
from donations.portal import donor_only
from donations.receipts.issuer import PROFILES
from donations.receipts.serving import pdf_response


@donor_only
@require_safe
def statements(request: HttpRequest, donor: Donor, year: int) -> HttpResponse:
    """Void ones are named, so that nobody looks for them; only standing ones open."""
    found = list(
        Receipt.objects.of(donor)
        .filter(year=year)
        .select_related("voided", "replaced_by")
        .order_by("issued_at", "serial")
    )
    if not found:
        raise Http404
    context = {
        "donor": donor,
        "year_words": PROFILES[found[0].country].year_words(year),
        "standing": [each for each in found if not each.is_void],
        "void": [each for each in found if each.is_void],
    }
    return render(request, "donations/statements.html", context)


@donor_only
@require_safe
def document(request: HttpRequest, donor: Donor, year: int, pk: UUID) -> HttpResponse:
    """Another donor's document does not exist here, and a void one no longer."""
    own = Receipt.objects.of(donor).standing()
    return pdf_response(get_object_or_404(own, pk=pk, year=year))


def years_of(donor: Donor) -> list[tuple[int, str]]:
    """For the list on "My giving": the newest first, each as it is called."""
    rows = Receipt.objects.of(donor).standing().order_by("-year")
    pairs = rows.values_list("year", "country").distinct()
    return [(year, PROFILES[country].year_words(year)) for year, country in pairs]
