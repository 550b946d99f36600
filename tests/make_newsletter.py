"""The newsletter's things, made the way visitors make them: by forms and letters."""

import re
from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from ijm import form_tokens, letters
from ijm.addresses import normalise
from ijm.models import Limit, OutgoingMail
from newsletter.joining import answer_enquiries, confirm
from newsletter.models import ConsentText, Enquiry, Subscriber, Suppression
from newsletter.occasion import Occasion

BROWSER = {"HTTP_SEC_FETCH_SITE": "same-origin"}
LINK = re.compile(r"http://[^\s<>\"]+")


def visitor() -> Client:
    """A browser on our own pages: every check on, no cookie."""
    return Client(enforce_csrf_checks=True, **BROWSER)


def printed(ago: float = 60.0, purpose: str = "newsletter") -> str:
    """The token of a form that was printed some seconds ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=ago), tick=False):
        return form_tokens.mint(purpose)


def typed(email: str, *interests: str, **more: object) -> dict[str, object]:
    """What the page's form sends."""
    return {
        "email": email,
        "interests": interests or ("stories",),
        "form": "page",
        "form_token": printed(),
        "source_path": "/newsletter/",
        **more,
    }


def sign_up(email: str, *interests: str, **more: object):
    return visitor().post("/newsletter/", typed(email, *interests, **more))


def answer() -> None:
    """What the worker does next."""
    answer_enquiries(timezone.now())


def mails_to(address: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(recipient=address).order_by("pk"))


def written(mail: OutgoingMail) -> letters.Composed:
    """The letter as it leaves, its links alive."""
    return letters.compose(mail)


def links_in(composed: letters.Composed) -> list[str]:
    """Every address of ours in the letter, as paths, in order, each once."""
    ours = LINK.findall(composed.text + " ".join(composed.headers.values()))
    paths = [link.partition("//")[2].partition("/")[2] for link in ours]
    return [f"/{path}" for path in dict.fromkeys(paths)]


def ours_in(composed: letters.Composed) -> list[str]:
    """The newsletter's own links in the letter."""
    return [link for link in links_in(composed) if link.startswith("/newsletter/")]


def link_to(page: str, composed: letters.Composed) -> str:
    return next(link for link in links_in(composed) if link.startswith(page))


def confirm_link(email: str, *interests: str, **more: object) -> str:
    """Sign up, let the worker answer, open the letter."""
    sign_up(email, *interests, **more)
    answer()
    newest = mails_to(email)[-1]
    return link_to("/newsletter/confirm/", written(newest))


def one_of_each_kind() -> dict[str, str]:
    """An address that is new, one that is pending …, none told of anything lately."""
    kinds = ("new", "pending", "confirmed", "complained")
    known = {kind: f"{kind}@example.org" for kind in kinds}
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        sign_up(known["pending"])
        answer()
        join(known["confirmed"])
    Suppression.suppress(
        known["complained"],
        Suppression.Reason.COMPLAINED,
        Suppression.Scope.ALL,
        timezone.now(),
    )
    Limit.objects.all().delete()
    return known


def join(email: str, *interests: str, **more: object) -> Subscriber:
    """A confirmed subscriber, through the whole way but the letter."""
    enquiry = Enquiry.objects.create(
        kind=Enquiry.JOIN,
        address=email,
        interests=list(interests or ("stories",)),
        consent_text=ConsentText.shown_at(timezone.now()),
        form="page",
        asked_at=timezone.now(),
        **more,
    )
    answer()
    enquiry.refresh_from_db()
    confirm(enquiry, Occasion(at=timezone.now(), form="confirm"))
    return Subscriber.objects.get(identity=normalise(email))
