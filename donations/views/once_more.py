"""The second press that everybody is asked for while stolen cards are being tried.

Its token is of one gift on one form. A form opens one page to pay on, whatever is sent
with it again, so the token is good once.
"""

from datetime import timedelta

from django.http import HttpRequest

from donations.intention import REVIEW_LASTS, Intention
from ijm import form_tokens

QUICKEST = timedelta(seconds=3)


def mint(intention: Intention) -> str:
    return form_tokens.mint(_purpose(intention))


def is_pressed(request: HttpRequest, intention: Intention) -> bool:
    token = request.POST.get("once_more", "")
    age = form_tokens.age(_purpose(intention), token)
    return age is not None and QUICKEST <= age <= REVIEW_LASTS


def _purpose(intention: Intention) -> str:
    return f"give-once-more.{intention.key}.{intention.digest.hex()}"
