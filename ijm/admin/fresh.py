"""What a stolen session must not do: here the second step is asked for once more.

Whoever has none (in the demo) is not asked.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from ijm.second_factor import passing

# A form that was opened in time may be filled in with care.
WHILE_FILLING_IN = timedelta(minutes=30)
View = Callable[..., HttpResponse]


def freshly_proved(view: View) -> View:
    """A method of an admin screen; after the second step it leads back."""

    @wraps(view)
    def answer(
        screen: Any, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        reading = request.method in {"GET", "HEAD"}
        within = passing.FRESH if reading else WHILE_FILLING_IN
        person: Any = request.user
        if passing.is_fresh(request.session, person, timezone.now(), within):
            return view(screen, request, *args, **kwargs)
        before = request.headers.get("Referer", reverse("admin:index"))
        back = request.get_full_path() if reading else before
        return HttpResponseRedirect(reverse("admin:second_step", query={"next": back}))

    return answer
