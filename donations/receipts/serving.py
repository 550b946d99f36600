"""A stored document on its way to somebody who was asked for the right before."""

from django.http import Http404, HttpResponse

from donations.models import Receipt
from donations.receipts.posting import stored


def pdf_response(receipt: Receipt) -> HttpResponse:
    """Read only; a void one says so in its name. Of an erased donor it goes one day."""
    if not receipt.snapshot:
        raise Http404
    name = f"{receipt.number}{'-void' if receipt.is_void else ''}.pdf"
    response = HttpResponse(stored(receipt), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
