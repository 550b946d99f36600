"""Whether pictures are really seen, asked without a script in the page."""

from playwright.sync_api import Locator


def all_loaded(place: Locator) -> bool:
    """Every picture in `place`, once scrolled to, has arrived and been decoded."""
    pictures = place.locator("img")
    return pictures.count() > 0 and all(_loaded(each) for each in pictures.all())


def _loaded(picture: Locator) -> bool:
    picture.scroll_into_view_if_needed()
    # Playwright's own world runs also where the page may run nothing.
    return picture.evaluate(
        """(img) => new Promise((tell) => {
            const seen = () => tell(img.naturalWidth > 0);
            if (img.complete) seen();
            else img.onload = img.onerror = seen;
        })"""
    )
