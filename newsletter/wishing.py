"""Email updates as other apps show them, where an address is proved already."""

from collections.abc import Sequence

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ijm.contributions import MailWishes, Wish, mail_wishes
from newsletter.choosing import choose
from newsletter.enquiring import ask_to_join
from newsletter.models import ConsentText, Interest, Subscriber
from newsletter.occasion import Occasion


def contribute() -> None:
    mail_wishes.add(
        MailWishes("newsletter", _("Email updates"), words, read, choose_anew)
    )


def words() -> str:
    return _shown().words


def read(address: str) -> list[Wish]:
    """Those that need an area only where they are on: it is asked for elsewhere."""
    on = _on(Subscriber.objects.with_address(address).first())
    offered = Interest.objects.filter(Q(needs_area=False) | Q(slug__in=on))
    return [
        Wish(each.slug, each.name, each.promise, each.slug in on) for each in offered
    ]


def choose_anew(address: str, slugs: Sequence[str], request: HttpRequest) -> bool:
    """Who is not on the list joins as everybody does, by a button in a letter."""
    now = timezone.now()
    occasion = Occasion.of(request, "donor-portal", now)
    subscriber = Subscriber.objects.with_address(address).first()
    if subscriber and subscriber.is_on_the_list:
        area = {"country": subscriber.country, "postcode": subscriber.postcode}
        choose(subscriber, list(slugs), occasion, words=_shown(), **area)
        return False
    if not slugs:
        return False
    language = get_language() or ""
    ask_to_join(address, list(slugs), occasion, words=_shown(), language=language)
    return True


def _shown() -> ConsentText:
    return ConsentText.shown_at(timezone.now(), get_language() or "")


def _on(subscriber: Subscriber | None) -> set[str]:
    return set(subscriber.current_interests()) if subscriber else set()
