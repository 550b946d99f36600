"""Asking to join, from any form of any app. One row, whoever the address belongs to."""

from datetime import datetime

from newsletter.models import ConsentText, Enquiry, Interest
from newsletter.occasion import Occasion


def ask_to_join(
    address: str,
    interests: list[str],
    occasion: Occasion,
    *,
    words: ConsentText,
    language: str = "",
    country: str = "",
    postcode: str = "",
) -> None:
    Enquiry.objects.create(
        kind=Enquiry.JOIN,
        address=address,
        interests=interests,
        country=country,
        postcode=postcode,
        language=language,
        consent_text=words,
        form=occasion.form,
        source_path=occasion.source_path,
        network=occasion.network,
        asked_at=occasion.at,
    )


def ask_with_a_gift(address: str, occasion: Occasion, language: str = "") -> None:
    """The box on the giving form was ticked. The address is not proved by a gift, so

    a letter with a button follows here too.
    """
    words = ConsentText.shown_at(occasion.at, language, ConsentText.Place.GIFT)
    ask_to_join(address, without_area(), occasion, words=words, language=language)


def without_area() -> list[str]:
    """What one tick or one field stands for: all interests that need no area."""
    plain = Interest.objects.filter(needs_area=False)
    return list(plain.values_list("slug", flat=True))


def words_shown(pk: str, now: datetime, language: str) -> ConsentText:
    """The version a form said it showed, or the one that it must have shown."""
    if pk.isascii() and pk.isdigit() and len(pk) < 10:
        shown = ConsentText.objects.filter(pk=int(pk), active_from__lte=now).first()
        if shown is not None:
            return shown
    return ConsentText.shown_at(now, language)
