"""Leaving in a hurry, for a reader who must not be seen here (“Exit this page”)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# Ordinary, unlike us, and the same for everybody; it knows nothing of the visitor.
NEUTRAL = "https://www.bbc.com/weather"


@never_cache
@require_safe
def leave(_request: HttpRequest) -> HttpResponse:
    """On to a neutral site, with what this one left in the browser cleared."""
    answer = HttpResponseRedirect(NEUTRAL)
    answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer
