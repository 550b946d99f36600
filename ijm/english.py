"""Words that stay as they are: English asked for in English."""

from django.conf import settings
from django.utils.translation import trans_real


def forget_empty_catalogues() -> None:
    """Django's catalogues of plain English hold no word, yet each word asks all seven.

    They stand behind those of, say, Australian English; a page of the desk asks for
    some hundreds of words.
    """
    if settings.LANGUAGE_CODE.startswith("en"):
        known = trans_real.translation(settings.LANGUAGE_CODE)
        known._fallback = None  # type: ignore[attr-defined]
