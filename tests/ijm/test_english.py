"""What no catalogue translates is answered by the first, not by each in turn."""

from gettext import NullTranslations

from django.utils.translation import gettext, override, trans_real

from ijm import english


def test_no_empty_catalogue_is_asked() -> None:
    assert trans_real.translation("en-au")._fallback is None  # type: ignore[attr-defined]
    with override("en-au"):
        assert gettext("No catalogue has this.") == "No catalogue has this."


def test_another_language_keeps_english_behind_it(settings) -> None:
    settings.LANGUAGE_CODE = "de"
    known = trans_real.translation("de")
    before: NullTranslations | None = known._fallback  # type: ignore[attr-defined]
    english.forget_empty_catalogues()
    assert known._fallback is before  # type: ignore[attr-defined]
