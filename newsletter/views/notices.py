"""Where a provider reports what became of mails. django-anymail checks who it is."""

from importlib import import_module
from typing import Any

from anymail import urls as anymail_urls
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from newsletter.noticing import keep

# What anymail's readers raise over a body that no provider makes.
UNREADABLE = (ValueError, LookupError, AttributeError, TypeError, RecursionError)


def _tracking_view(provider: str) -> Any:
    """The class that reads this provider's notices; Http404 for any other name."""
    if not provider or provider != settings.MAIL_PROVIDER:
        raise Http404
    name = f"{provider}_tracking_webhook"
    for pattern in anymail_urls.urlpatterns:
        if pattern.name == name:
            view = pattern.callback.view_class  # type: ignore[union-attr]
            return getattr(import_module(view.__module__), view.__name__)
    raise Http404


@csrf_exempt
def receive(request: HttpRequest, provider: str) -> HttpResponse:
    """Stored before it is answered; 400 to whoever lacks the secret, or the words."""
    view = _tracking_view(provider)()
    view.setup(request)
    if request.method == "HEAD":
        return HttpResponse()
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST, HEAD"})
    view.run_validators(request)
    now = timezone.now()
    try:
        events = list(view.parse_events(request))
    except UNREADABLE:
        return HttpResponse(status=400)
    for event in events:
        keep(provider, event, now)
    return HttpResponse()
