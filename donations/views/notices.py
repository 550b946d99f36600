"""Where a processor reports that something has changed. It is kept, and looked up."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from donations import processors
from donations.collecting import noticing
from donations.processors.base import NoticeRefused


@csrf_exempt
@never_cache
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """404 where cards are not set up; 400 to whoever lacks the secret; else 200."""
    try:
        notice = processors.named("stripe").read_notice(request.body, request.headers)
    except processors.NotOffered:
        return HttpResponse(status=404)
    except NoticeRefused:
        return HttpResponse(status=400)
    noticing.keep("stripe", notice, timezone.now())
    return HttpResponse()
