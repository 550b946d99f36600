"""Countries for the area question, named in the reader's language."""

from functools import lru_cache

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language

# Codes in CLDR that are no country (European Union, unknown region, test regions …).
NO_COUNTRY = frozenset("EU EZ UN QO XA XB ZZ".split())


def home() -> str:
    """The charity's own country, from LANGUAGE_CODE ("en-au")."""
    region = settings.LANGUAGE_CODE.partition("-")[2].upper()
    return region if len(region) == 2 else ""


def choices() -> list[tuple[str, str]]:
    return list(_choices(get_language() or settings.LANGUAGE_CODE))


@lru_cache(maxsize=8)
def _choices(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(language, sep="-").territories
    found = [
        (code, name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
    ]
    return tuple(sorted(found, key=lambda country: country[1].casefold()))
