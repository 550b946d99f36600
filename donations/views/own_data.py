"""What the law gives donors, done by themselves: a copy of their data, or its end."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from donations import forgetting, personal_data, portal
from donations.forms.portal import ErasureForm
from donations.models import Donor, DonorNote, Pledge, belonging_to
from donations.portal import donor_only
from donations.views.sign_in import see_other
from ijm import dates
from ijm.admin.one_person import as_file


@donor_only
@require_POST
def copy(request: HttpRequest, donor: Donor) -> HttpResponse:
    donor.write_down(DonorNote.COPY, timezone.now())
    return as_file(personal_data.copy_of(donor), str(donor.pk)[:8])


@donor_only
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, donor: Donor) -> HttpResponse:
    """GET says what goes and what stays; POST with the box ticked does it."""
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        personal_data.erase_everywhere(donor)
        portal.sign_out(request)
        return see_other("donations:donor", "?left=erased")
    context = {
        "donor": donor,
        "form": form,
        "pledges": Pledge.objects.filter(belonging_to(donor)).unended(),
        "kept_until": forgetting.books_kept_until(donor, dates.today()),
    }
    status = 422 if form.errors else 200
    return render(request, "donations/donor_erasure.html", context, status=status)
